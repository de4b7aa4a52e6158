import type {Pattern} from '../model/pattern.ts';
import {devicePatterns} from './_kernel-devices.ts';
import {memoryPatterns} from './_kernel-memory.ts';
import {storagePatterns} from './_kernel-storage.ts';
import {behind} from './_rank.ts';

/** Lines of the kernel's log: `dmesg`, kern.log, the kernel part of the journal. */
export default behind([...memoryPatterns, ...storagePatterns, ...devicePatterns]) satisfies readonly Pattern[];
