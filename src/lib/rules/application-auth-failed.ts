import {applicationRule, fieldOf, words} from './_application.ts';

export default applicationRule({
  title: 'An application is refused for a wrong password',
  category: 'application',
  pattern: 'app-auth-failed',
  why: 'The server knows another password, user or token than the application was given; mostly a Secret was changed on one side.',
  confirm: ['kubectl logs <pod>', 'compare the Secret with what the server was set up with'],
  fix: ['give both sides the same credentials and restart the one that read the old ones'],
  says(lines) {
    const user = fieldOf(lines, 'user');
    return `is refused: authentication failed${user === undefined ? '' : ` for user "${user}"`} (${words(lines)})`;
  },
});
