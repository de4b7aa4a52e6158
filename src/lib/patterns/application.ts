import type {Pattern} from '../model/pattern.ts';
import {callPatterns} from './_app-calls.ts';
import {endPatterns} from './_app-ends.ts';
import {limitPatterns} from './_app-limits.ts';
import {resourcePatterns} from './_app-resources.ts';
import {behind} from './_rank.ts';

/** Lines of applications, as runtimes and common clients write them. */
export default behind([
  ...callPatterns,
  ...resourcePatterns,
  ...limitPatterns,
  ...endPatterns,
]) satisfies readonly Pattern[];
