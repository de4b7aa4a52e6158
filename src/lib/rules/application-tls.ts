import {applicationRule, fieldOf, peerOf, servicesNamed, words} from './_application.ts';
import {named} from './_story.ts';

/** One of the two does not speak TLS; no certificate is at fault. */
const SCHEME =
  /HTTP response to HTTPS client|wrong[ _]version[ _]number|not look like a TLS|not an SSL\/TLS record|HTTP request (?:to an HTTPS server|was sent to HTTPS port)/i;

const kinds: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /HTTP response to HTTPS client|wrong[ _]version[ _]number|not look like a TLS|not an SSL\/TLS record/i,
    'it speaks plain HTTP on that port, and the client https',
  ],
  [
    /HTTP request (?:to an HTTPS server|was sent to HTTPS port)/i,
    'that port wants https, and the client speaks plain HTTP',
  ],
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
  why: 'The certificate of the server has expired, is for another name, or comes from an authority that the client does not trust; or one of the two does not speak TLS on that port.',
  confirm: [
    'openssl s_client -connect <host>:<port> -servername <host> </dev/null | openssl x509 -noout -dates -subject -ext subjectAltName',
  ],
  fix: [
    'renew the certificate',
    'give the client the right CA bundle',
    'call the server by a name that is in its certificate',
    'where one side speaks plain HTTP: correct the scheme or the port in the address',
  ],
  says(lines) {
    const reason = kinds.find(([match]) => lines.some(({line}) => match.test(line.text)))?.[1];
    return `cannot make a TLS connection${peerOf(lines)}: ${reason ?? words(lines)}`;
  },
  advice: (lines, subject) =>
    lines.some(({line}) => SCHEME.test(line.text))
      ? [
          `correct the scheme or the port of ${fieldOf(lines, 'host') ?? 'its peer'} in the settings of ${named(subject)}`,
        ]
      : [],
  toward: servicesNamed,
});
