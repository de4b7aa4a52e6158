'use strict';

// Starts the bundle in dist/ with V8's code cache, which is worth a third of the start-up time (docs/decisions/0001).
// CommonJS on purpose: Node's ES module loader alone costs more than everything below.

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const OLDEST = [22, 19];
const DAYS_30 = 30 * 24 * 3600 * 1000;

const root = path.dirname(__dirname);
const dist = path.join(root, 'dist');
const uid = process.getuid?.();

/** Runs kdiag; `bin` is what usage texts call it. */
module.exports = function start(bin) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    process.stderr.write(
      `error: kdiag needs Node ${OLDEST.join('.')} or newer, this is ${process.version}\n       Install a newer Node, or in a clone of kdiag: npm run demo\n`,
    );
    process.exit(3);
  }
  const argv = process.argv.slice(2);
  return loader(
    path.join(cacheHome(), 'code'),
    argv[0] ?? '',
  )('kdiag.cjs').main({argv, bin, root, pjson: require('../package.json')});
};

function cacheHome() {
  const {XDG_CACHE_HOME: xdg, HOME: home, USERPROFILE: profile} = process.env;
  return xdg ? path.join(xdg, 'kdiag') : path.join(home || profile || '', '.cache', 'kdiag');
}

function loader(folder, command) {
  const loaded = new Map();
  const load = (name) => {
    let module = loaded.get(name);
    if (module === undefined) {
      module = {exports: {}};
      loaded.set(name, module);
      const file = path.join(dist, name);
      compile(file, folder, command).call(module.exports, module.exports, requireFrom, module, file, dist);
    }
    return module.exports;
  };
  /** Built-ins, and the other files of dist/ through the same cache. */
  const requireFrom = (id) => (id.startsWith('./') ? load(id.slice(2)) : require(id));
  requireFrom.resolve = require.resolve;
  return load;
}

function compile(file, folder, command) {
  // esbuild escapes everything that is not ASCII, and latin1 is the quickest way to a string.
  const source = fs.readFileSync(file, 'latin1');
  // The first line, from scripts/build.mjs: `// hash command command …`
  const [, hash, ...commands] = source.slice(0, source.indexOf('\n')).split(' ');
  // What V8 compiles depends on the command, so each has its own cache.
  const use = commands.includes(command) ? command : 'other';
  const cache = path.join(folder, `${process.version}-${process.arch}-${hash}-${path.basename(file, '.cjs')}-${use}`);
  const cachedData = path.isAbsolute(folder) ? readOwn(cache) : undefined;
  const script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (path.isAbsolute(folder) && (cachedData === undefined || script.cachedDataRejected)) {
    // At the end, so that it holds the functions that turned out to be needed.
    process.once('exit', () => store(cache, folder, script));
  }
  return script.runInThisContext();
}

/** V8 runs what the cache says, so it must be a file of ours that nobody else may write. */
function readOwn(file) {
  let fd;
  try {
    fd = fs.openSync(file, 'r');
    const {uid: owner, mode} = fs.fstatSync(fd);
    return uid === undefined || (owner === uid && (mode & 0o022) === 0) ? fs.readFileSync(fd) : undefined;
  } catch {
    return undefined; // not there yet
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
}

/** Best effort: a home that cannot be written to costs speed, never an error. */
function store(file, folder, script) {
  const half = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(folder, {recursive: true, mode: 0o700});
    const {uid: owner, mode} = fs.statSync(folder);
    if (uid !== undefined && (owner !== uid || (mode & 0o022) !== 0)) return;
    fs.writeFileSync(half, script.createCachedData(), {flag: 'wx', mode: 0o600});
    fs.renameSync(half, file);
    removeOld(folder);
  } catch {
    removeIfThere(half);
  }
}

function removeIfThere(file) {
  try {
    fs.unlinkSync(file);
  } catch {
    // it is not there, or this is no place for it
  }
}

/** Caches of versions that are gone. */
function removeOld(folder) {
  const before = Date.now() - DAYS_30;
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (fs.statSync(file).mtimeMs < before) removeIfThere(file);
  }
}
