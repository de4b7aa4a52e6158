// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
import type {Pattern} from '../model/pattern.ts';
import application from './application.ts';
import component from './component.ts';
import kernel from './kernel.ts';
import runtime from './runtime.ts';

/** Every log line that we understand. */
export const patterns: readonly Pattern[] = [...application, ...component, ...kernel, ...runtime];
