import {applicationRule, peerOf, servicesNamed, words} from './_application.ts';

export default applicationRule({
  title: 'An application is told to call less often',
  category: 'application',
  pattern: 'app-rate-limited',
  isMinor: true,
  why: 'A server answers 429 or throttles: the application calls more often than it may.',
  confirm: ['kubectl logs <pod> | grep -c 429'],
  fix: ['back off, cache, or raise the limit on the server'],
  says: (lines) => `is rate limited${peerOf(lines)}: ${words(lines)}`,
  toward: servicesNamed,
});
