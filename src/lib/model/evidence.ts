import type {Ref} from './ref.ts';

export type Layer = 'kernel' | 'runtime' | 'component' | 'app';

/** Something a reader can check for themselves, with where and when. */
export type Evidence =
  | {
      readonly from: 'object';
      readonly ref: Ref;
      readonly path: string;
      readonly quote: string;
      readonly at?: string | undefined;
    }
  | {
      readonly from: 'event';
      readonly ref: Ref;
      readonly reason: string;
      readonly quote: string;
      readonly count: number;
      readonly at: string;
    }
  | {
      readonly from: 'log';
      readonly layer: Layer;
      readonly ref: Ref;
      readonly source: string;
      readonly quote: string;
      readonly at?: string | undefined;
    }
  | {
      readonly from: 'metric';
      readonly ref: Ref;
      readonly name: string;
      readonly value: number;
      readonly unit: string;
      readonly quote: string;
      readonly at?: string | undefined;
    };

export type Proof = readonly [Evidence, ...Evidence[]];
