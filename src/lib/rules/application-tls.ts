import {applicationRule, peerOf, servicesNamed, words} from './_application.ts';

const kinds: ReadonlyArray<readonly [RegExp, string]> = [
  [/expired/i, 'its certificate has expired'],
  [/not yet valid/i, 'its certificate is not valid yet: compare the clocks'],
  [
    /unknown authority|local issuer|verify the first|UNABLE_TO_VERIFY|PKIX|self[- _]signed/i,
    'its certificate is from an authority that the client does not trust',
  ],
  [/is valid for|not valid for|ALTNAME|doesn't match|hostname/i, 'its certificate is for another name'],
];

export default applicationRule({
  title: 'An application cannot agree on a certificate with its peer',
  category: 'application',
  pattern: 'app-tls',
  why: 'The certificate of the server has expired, is for another name, or comes from an authority that the client does not trust.',
  confirm: [
    'openssl s_client -connect <host>:<port> -servername <host> </dev/null | openssl x509 -noout -dates -subject -ext subjectAltName',
  ],
  fix: [
    'renew the certificate',
    'give the client the right CA bundle',
    'call the server by a name that is in its certificate',
  ],
  says(lines) {
    const reason = kinds.find(([match]) => lines.some(({line}) => match.test(line.text)))?.[1];
    return `cannot make a TLS connection${peerOf(lines)}: ${reason ?? words(lines)}`;
  },
  toward: servicesNamed,
});
