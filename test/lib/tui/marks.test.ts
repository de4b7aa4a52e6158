import {expect, test} from 'vitest';
import {marked} from '../../../src/lib/tui/marks.ts';
import {incident} from '../../support/report.ts';
import {seconds} from '../../support/tui.ts';

const db = incident({id: 'db'});
const web = incident({id: 'web'});
const words = (all: ReturnType<typeof marked>) => all.map(({incident: {id}, mark}) => `${id} ${mark ?? '-'}`);

test('what is there from the beginning has no mark, what comes later is new', () => {
  const first = marked(undefined, [db], 0);
  expect(words(first)).toEqual(['db -']);
  expect(words(marked(first, [db, web], seconds(10)))).toEqual(['db -', 'web new']);
});

test('a cluster that was well and is not any more has something new', () => {
  expect(words(marked(marked(undefined, [], 0), [db], seconds(10)))).toEqual(['db new']);
});

test('more severe, more effects or another summary is a change', () => {
  const first = marked(undefined, [db], 0);
  expect(words(marked(first, [incident({id: 'db', severity: 'low'})], 1))).toEqual(['db changed']);
  expect(words(marked(first, [incident({id: 'db', cause: {effects: []}})], 1))).toEqual(['db changed']);
  expect(words(marked(first, [incident({id: 'db'})], 1))).toEqual(['db -']);
});

test('what is no longer reported has healed and stays in view for a while', () => {
  const first = marked(undefined, [db, web], 0);
  const healed = marked(first, [web], seconds(10));
  expect(words(healed)).toEqual(['web -', 'db healed']);
  expect(healed[1]?.incident.active).toBe(false);
  expect(words(marked(healed, [web], seconds(200)))).toEqual(['web -', 'db healed']);
  expect(words(marked(healed, [web], seconds(400)))).toEqual(['web -']);
});

test('a mark wears off', () => {
  const second = marked(marked(undefined, [db], 0), [db, web], seconds(10));
  expect(words(marked(second, [db, web], seconds(60)))).toEqual(['db -', 'web new']);
  expect(words(marked(second, [db, web], seconds(400)))).toEqual(['db -', 'web -']);
});

test('what comes back is new', () => {
  const healed = marked(marked(undefined, [db, web], 0), [web], seconds(10));
  expect(words(marked(healed, [db, web], seconds(20)))).toEqual(['db new', 'web -']);
});
