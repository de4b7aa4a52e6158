// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
import type {Pattern} from '../model/pattern.ts';
import accessLogs from './access-logs.ts';
import application from './application.ts';
import clients from './clients.ts';
import clusterNetwork from './cluster-network.ts';
import component from './component.ts';
import containers from './containers.ts';
import controlPlane from './control-plane.ts';
import databases from './databases.ts';
import etcd from './etcd.ts';
import images from './images.ts';
import ingress from './ingress.ts';
import kernel from './kernel.ts';
import kubelet from './kubelet.ts';
import languages from './languages.ts';
import linuxHardware from './linux-hardware.ts';
import linuxMemory from './linux-memory.ts';
import linuxNetwork from './linux-network.ts';
import linuxSecurity from './linux-security.ts';
import linuxStorage from './linux-storage.ts';
import runtime from './runtime.ts';

/** Every log line that we understand. */
export const patterns: readonly Pattern[] = [
  ...accessLogs,
  ...application,
  ...clients,
  ...clusterNetwork,
  ...component,
  ...containers,
  ...controlPlane,
  ...databases,
  ...etcd,
  ...images,
  ...ingress,
  ...kernel,
  ...kubelet,
  ...languages,
  ...linuxHardware,
  ...linuxMemory,
  ...linuxNetwork,
  ...linuxSecurity,
  ...linuxStorage,
  ...runtime,
];
