import {asked, type BundleSummary, type BundleWriter, type Sample} from '../model/bundle.ts';
import type {Node, NodeStatus} from '../model/kube/cluster.ts';
