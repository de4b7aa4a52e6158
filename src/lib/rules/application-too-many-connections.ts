import {applicationRule, words} from './_application.ts';

export default applicationRule({
  title: 'Connections have run out',
  category: 'application',
  pattern: 'app-too-many-connections',
  why: 'The server has as many connections as it allows, or the pool of the client has none left to give; requests wait and fail.',
  confirm: [
    'count the connections on the server (pg_stat_activity, SHOW PROCESSLIST, INFO clients)',
    'pool size times replicas against the limit of the server',
  ],
  fix: [
    'find connections that are not given back',
    'lower the pool size, raise the limit of the server, or put a pooler between',
  ],
  says: (lines) => `has run out of connections: ${words(lines)}`,
});
