// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
import type {Rule} from '../model/rule.ts';
import applicationCannotReach from './application-cannot-reach.ts';
import applicationMisconfigured from './application-misconfigured.ts';
import applicationPanic from './application-panic.ts';
import containerCommandNotFound from './container-command-not-found.ts';
import containerCreatingLong from './container-creating-long.ts';
import containerOomKilled from './container-oom-killed.ts';
import crashLoop from './crash-loop.ts';
import createContainerError from './create-container-error.ts';
import dnsDown from './dns-down.ts';
import dnsErrors from './dns-errors.ts';
import exitsCleanly from './exits-cleanly.ts';
import hookFailed from './hook-failed.ts';
import imageInvalidName from './image-invalid-name.ts';
import imageNeverPull from './image-never-pull.ts';
import imageNotFound from './image-not-found.ts';
import imagePullFailed from './image-pull-failed.ts';
import imageRateLimited from './image-rate-limited.ts';
import imageRegistryError from './image-registry-error.ts';
import imageRegistryUnresolvable from './image-registry-unresolvable.ts';
import imageTls from './image-tls.ts';
import imageUnauthorized from './image-unauthorized.ts';
import imageWrongPlatform from './image-wrong-platform.ts';
import ingressBackendMissing from './ingress-backend-missing.ts';
import ingressBackendPort from './ingress-backend-port.ts';
import ingressBackendUnready from './ingress-backend-unready.ts';
import ingressClassMissing from './ingress-class-missing.ts';
import ingressTlsSecretMissing from './ingress-tls-secret-missing.ts';
import initContainerFailed from './init-container-failed.ts';
import kernelTrouble from './kernel-trouble.ts';
import killed137Other from './killed-137-other.ts';
import leaseStale from './lease-stale.ts';
import livenessKill from './liveness-kill.ts';
import missingConfigMap from './missing-config-map.ts';
import missingImagePullSecret from './missing-image-pull-secret.ts';
import missingKey from './missing-key.ts';
import missingSecret from './missing-secret.ts';
import missingServiceAccount from './missing-service-account.ts';
import nodeConditionCustom from './node-condition-custom.ts';
import nodeCordoned from './node-cordoned.ts';
import nodeNetworkUnavailable from './node-network-unavailable.ts';
import nodeNotReady from './node-not-ready.ts';
import nodePressure from './node-pressure.ts';
import nodeRebooted from './node-rebooted.ts';
import nodeRuntimeDown from './node-runtime-down.ts';
import nodeSystemOom from './node-system-oom.ts';
import notReadyForUnknownReason from './not-ready-for-unknown-reason.ts';
import podFailed from './pod-failed.ts';
import probeWrongPort from './probe-wrong-port.ts';
import readinessFailing from './readiness-failing.ts';
import runAsNonRootRefused from './run-as-non-root-refused.ts';
import sandboxFailed from './sandbox-failed.ts';
import serviceNameUnknown from './service-name-unknown.ts';
import serviceNoReadyEndpoints from './service-no-ready-endpoints.ts';
import serviceSelectorMatchesNothing from './service-selector-matches-nothing.ts';
import staleConfig from './stale-config.ts';
import startupProbeKill from './startup-probe-kill.ts';
import stuckTerminating from './stuck-terminating.ts';
import webhookNoEndpoints from './webhook-no-endpoints.ts';
import webhookServiceMissing from './webhook-service-missing.ts';
import webhookUnreachable from './webhook-unreachable.ts';

/** Every rule by its name, which is its file's name. */
export const rules: Readonly<Record<string, Rule>> = {
  'application-cannot-reach': applicationCannotReach,
  'application-misconfigured': applicationMisconfigured,
  'application-panic': applicationPanic,
  'container-command-not-found': containerCommandNotFound,
  'container-creating-long': containerCreatingLong,
  'container-oom-killed': containerOomKilled,
  'crash-loop': crashLoop,
  'create-container-error': createContainerError,
  'dns-down': dnsDown,
  'dns-errors': dnsErrors,
  'exits-cleanly': exitsCleanly,
  'hook-failed': hookFailed,
  'image-invalid-name': imageInvalidName,
  'image-never-pull': imageNeverPull,
  'image-not-found': imageNotFound,
  'image-pull-failed': imagePullFailed,
  'image-rate-limited': imageRateLimited,
  'image-registry-error': imageRegistryError,
  'image-registry-unresolvable': imageRegistryUnresolvable,
  'image-tls': imageTls,
  'image-unauthorized': imageUnauthorized,
  'image-wrong-platform': imageWrongPlatform,
  'ingress-backend-missing': ingressBackendMissing,
  'ingress-backend-port': ingressBackendPort,
  'ingress-backend-unready': ingressBackendUnready,
  'ingress-class-missing': ingressClassMissing,
  'ingress-tls-secret-missing': ingressTlsSecretMissing,
  'init-container-failed': initContainerFailed,
  'kernel-trouble': kernelTrouble,
  'killed-137-other': killed137Other,
  'lease-stale': leaseStale,
  'liveness-kill': livenessKill,
  'missing-config-map': missingConfigMap,
  'missing-image-pull-secret': missingImagePullSecret,
  'missing-key': missingKey,
  'missing-secret': missingSecret,
  'missing-service-account': missingServiceAccount,
  'node-condition-custom': nodeConditionCustom,
  'node-cordoned': nodeCordoned,
  'node-network-unavailable': nodeNetworkUnavailable,
  'node-not-ready': nodeNotReady,
  'node-pressure': nodePressure,
  'node-rebooted': nodeRebooted,
  'node-runtime-down': nodeRuntimeDown,
  'node-system-oom': nodeSystemOom,
  'not-ready-for-unknown-reason': notReadyForUnknownReason,
  'pod-failed': podFailed,
  'probe-wrong-port': probeWrongPort,
  'readiness-failing': readinessFailing,
  'run-as-non-root-refused': runAsNonRootRefused,
  'sandbox-failed': sandboxFailed,
  'service-name-unknown': serviceNameUnknown,
  'service-no-ready-endpoints': serviceNoReadyEndpoints,
  'service-selector-matches-nothing': serviceSelectorMatchesNothing,
  'stale-config': staleConfig,
  'startup-probe-kill': startupProbeKill,
  'stuck-terminating': stuckTerminating,
  'webhook-no-endpoints': webhookNoEndpoints,
  'webhook-service-missing': webhookServiceMissing,
  'webhook-unreachable': webhookUnreachable,
};
