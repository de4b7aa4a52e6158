// esbuild plugin: Ink as CommonJS. Ink and the layout engine below it wait at the head of a module (top-level await),
// which a `require` cannot. What they wait for can be had at once.
import {readFileSync} from 'node:fs';

const WASM = /"data:application\/octet-stream;base64,([^"]+)"/;

/** Emscripten's own hook: the module is compiled while it is loaded, not on a later turn. */
const loadedAtOnce = (base64) => `
function loadedAtOnce(load) {
  const module = {
    instantiateWasm(imports, done) {
      done(new WebAssembly.Instance(new WebAssembly.Module(Buffer.from('${base64}', 'base64')), imports));
      return {};
    },
  };
  load(module);
  return module;
}`;

/** Files by what they end with, and their new text; a package that has changed its shape fails the build. */
const REWRITES = [
  {
    file: /yoga-layout[/\\]dist[/\\]binaries[/\\]yoga-wasm-base64-esm\.js$/,
    rewrite: (code) => replaced(replaced(code, WASM, '""'), 'import.meta.url', '""'),
  },
  {
    file: /yoga-layout[/\\]dist[/\\]src[/\\]index\.js$/,
    rewrite(code, path) {
      const binary = path.replace(/src.index\.js$/, 'binaries/yoga-wasm-base64-esm.js');
      const [, base64] = WASM.exec(readFileSync(binary, 'utf8'));
      return replaced(code, 'await loadYoga()', 'loadedAtOnce(loadYoga)') + loadedAtOnce(base64);
    },
  },
  {
    // Both look for React's developer tools.
    file: /ink[/\\]build[/\\]reconciler\.js$/,
    rewrite: (code) => replaced(code, /^if \(process\.env\['DEV'\] === 'true'\) \{$[\s\S]*?^\}$/gm, ''),
  },
];

function replaced(code, what, by) {
  const text = code.replace(what, () => by);
  if (text === code) throw new Error(`ink-at-once: nothing to replace for ${String(what)}`);
  return text;
}

export const inkAtOnce = {
  name: 'ink-at-once',
  setup(build) {
    for (const {file, rewrite} of REWRITES) {
      build.onLoad({filter: file}, ({path}) => ({contents: rewrite(readFileSync(path, 'utf8'), path), loader: 'js'}));
    }
  },
};
