import type {Rule} from '../model/rule.ts';
import {decisive, pullSightings, registryOf} from './_image.ts';
import {keepsFromStarting} from './_story.ts';

const detail: Parameters<typeof pullSightings>[2] = ({image, message}) => ({
  hint: `: ${decisive(/(?:x509:|tls:|http:|certificate)[^]*$/.exec(message)?.[0] ?? message)}`,
  fix: [`mend the certificate of ${registryOf(image)}, or make the nodes trust it`],
});

export default {
  title: 'TLS with the image registry fails',
  category: 'workload',
  severity: 'high',
  why: 'The runtime of the node does not trust the certificate of the registry, the certificate is not for that name or out of date, or the registry speaks plain HTTP.',
  confirm: [
    'kubectl describe pod <pod>: x509 or "server gave HTTP response to HTTPS client"',
    'openssl s_client -connect <registry>:443 -servername <registry>',
  ],
  fix: [
    'install the CA of the registry on the nodes (containerd: /etc/containerd/certs.d/<registry>/hosts.toml)',
    'renew the certificate of the registry',
    'mark a plain-HTTP registry as such in the configuration of the runtime',
  ],
  needs: ['Pod'],
  explains: keepsFromStarting,
  sources: ['https://kubernetes.io/docs/concepts/containers/images/', 'pkg/kubelet/images/types.go'],
  check: (cluster) => pullSightings(cluster, 'image-tls', detail),
} satisfies Rule;
