import {describe, expect, test} from 'vitest';
import {JsonWalk} from '../../../src/lib/parse/json-walk.ts';

/** The strings under `a`, wherever else something stands. */
function found(text: string): ReadonlyArray<string | undefined> {
  const out: Array<string | undefined> = [];
  const walk = new JsonWalk(text);
  walk.object((key) => {
    if (key === 'a') walk.list(() => out.push(walk.text()));
    else walk.skip();
  });
  return out;
}

describe('a walk through JSON', () => {
  test.each([
    ['{"a":["x","y"]}', ['x', 'y']],
    [' { "b" : {"c":[1,{"d":"]}"}]} , "a" : [ "x" , "y" ] } ', ['x', 'y']],
    [String.raw`{"b":"\\","c":"\"a\":[","a":["\u0041\n","q\"\\"]}`, ['A\n', 'q"\\']],
    ['{"b":-1.5e3,"c":null,"d":true,"a":[1,null,{},[],"x"]}', [undefined, undefined, undefined, undefined, 'x']],
    ['{"a":{"no":"list"}}', []],
    ['{"a":[]}', []],
    ['{}', []],
    ['["a"]', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  test.each([
    '{',
    '{"a"',
    '{"a":',
    '{"a":[',
    '{"a":["x"',
    '{"a":["x" "y"]}',
    '{a:1}',
    '{"b":{"c":1}',
    String.raw`{"a":["\"]}`,
    '',
  ])('%j ends in a SyntaxError', (text) => {
    expect(() => found(text)).toThrow(SyntaxError);
  });
});
