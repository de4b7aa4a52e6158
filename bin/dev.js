#!/usr/bin/env node
'use strict';
// kdiag from its sources, nothing built: Node strips the types itself (22.18 or newer).
const path = require('node:path');

import('../src/start/main.ts').then(({main}) =>
  main({argv: process.argv.slice(2), bin: 'kdiag', root: path.dirname(__dirname), pjson: require('../package.json')}),
);
