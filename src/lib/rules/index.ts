// Written by `npm run generate` from the files of this folder. Do not edit: add a file.
import type {Rule} from '../model/rule.ts';
import admissionDenied from './admission-denied.ts';
import apiserverNotReady from './apiserver-not-ready.ts';
import apiserviceUnavailable from './apiservice-unavailable.ts';
import applicationAuthFailed from './application-auth-failed.ts';
import applicationCannotReach from './application-cannot-reach.ts';
import applicationForbidden from './application-forbidden.ts';
import applicationMisconfigured from './application-misconfigured.ts';
import applicationOutOfMemory from './application-out-of-memory.ts';
import applicationPanic from './application-panic.ts';
import applicationPermissionDenied from './application-permission-denied.ts';
import applicationPortInUse from './application-port-in-use.ts';
import applicationRateLimited from './application-rate-limited.ts';
import applicationTls from './application-tls.ts';
import applicationTooManyConnections from './application-too-many-connections.ts';
import attachFailed from './attach-failed.ts';
import containerCommandNotFound from './container-command-not-found.ts';
import containerCreatingLong from './container-creating-long.ts';
import containerOomKilled from './container-oom-killed.ts';
import controlPlanePodFailing from './control-plane-pod-failing.ts';
import corednsBroken from './coredns-broken.ts';
import crashLoop from './crash-loop.ts';
import createContainerError from './create-container-error.ts';
import createFailed from './create-failed.ts';
import cronjobInvalidSchedule from './cronjob-invalid-schedule.ts';
import cronjobMissingRuns from './cronjob-missing-runs.ts';
import cronjobNegativeDeadline from './cronjob-negative-deadline.ts';
import cronjobSuspended from './cronjob-suspended.ts';
import csiDriverMissing from './csi-driver-missing.ts';
import csrPending from './csr-pending.ts';
import daemonsetNotReady from './daemonset-not-ready.ts';
import deploymentUnavailable from './deployment-unavailable.ts';
import dnsDown from './dns-down.ts';
import dnsErrors from './dns-errors.ts';
import etcdSlow from './etcd-slow.ts';
import exitsCleanly from './exits-cleanly.ts';
import generationLag from './generation-lag.ts';
import headlessServiceMissing from './headless-service-missing.ts';
import hookFailed from './hook-failed.ts';
import hpaAtMax from './hpa-at-max.ts';
import hpaMetricsUnavailable from './hpa-metrics-unavailable.ts';
import hpaNoRequest from './hpa-no-request.ts';
import hpaTargetMissing from './hpa-target-missing.ts';
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
import jobFailed from './job-failed.ts';
import jobSuspended from './job-suspended.ts';
import kernelTrouble from './kernel-trouble.ts';
import killed137Other from './killed-137-other.ts';
import leaseStale from './lease-stale.ts';
import limitRangeViolated from './limit-range-violated.ts';
import livenessKill from './liveness-kill.ts';
import loadbalancerPending from './loadbalancer-pending.ts';
import missingConfigMap from './missing-config-map.ts';
import missingImagePullSecret from './missing-image-pull-secret.ts';
import missingKey from './missing-key.ts';
import missingSecret from './missing-secret.ts';
import missingServiceAccount from './missing-service-account.ts';
import mountFailed from './mount-failed.ts';
import namespaceTerminating from './namespace-terminating.ts';
import networkPolicyBlocks from './network-policy-blocks.ts';
import networkPolicySelectsNothing from './network-policy-selects-nothing.ts';
import noDefaultStorageClass from './no-default-storage-class.ts';
import nodeConditionCustom from './node-condition-custom.ts';
import nodeCordoned from './node-cordoned.ts';
import nodeDiskNearlyFull from './node-disk-nearly-full.ts';
import nodeNameUnknown from './node-name-unknown.ts';
import nodeNetworkUnavailable from './node-network-unavailable.ts';
import nodeNotReady from './node-not-ready.ts';
import nodePressure from './node-pressure.ts';
import nodeRebooted from './node-rebooted.ts';
import nodeRuntimeDown from './node-runtime-down.ts';
import nodeSystemOom from './node-system-oom.ts';
import notReadyForUnknownReason from './not-ready-for-unknown-reason.ts';
import pdbBlocksEviction from './pdb-blocks-eviction.ts';
import pdbSelectsNothing from './pdb-selects-nothing.ts';
import pendingWithoutEvents from './pending-without-events.ts';
import podEvicted from './pod-evicted.ts';
import podFailed from './pod-failed.ts';
import podPreempted from './pod-preempted.ts';
import podSecurityViolated from './pod-security-violated.ts';
import probeWrongPort from './probe-wrong-port.ts';
import provisioningFailed from './provisioning-failed.ts';
import pvFailed from './pv-failed.ts';
import pvReleased from './pv-released.ts';
import pvUnbound from './pv-unbound.ts';
import pvcLost from './pvc-lost.ts';
import pvcPending from './pvc-pending.ts';
import quotaExceeded from './quota-exceeded.ts';
import quotaRequiresLimits from './quota-requires-limits.ts';
import rbacDanglingBinding from './rbac-dangling-binding.ts';
import readinessFailing from './readiness-failing.ts';
import rejectedByKubelet from './rejected-by-kubelet.ts';
import rolloutStuck from './rollout-stuck.ts';
import routeBackendMissing from './route-backend-missing.ts';
import runAsNonRootRefused from './run-as-non-root-refused.ts';
import sandboxFailed from './sandbox-failed.ts';
import scaledToZeroButCalled from './scaled-to-zero-but-called.ts';
import schedulingGated from './scheduling-gated.ts';
import scrapeAnnotationWrongPort from './scrape-annotation-wrong-port.ts';
import scrapeTargetDown from './scrape-target-down.ts';
import selectorMismatchesTemplate from './selector-mismatches-template.ts';
import serviceNameUnknown from './service-name-unknown.ts';
import serviceNoReadyEndpoints from './service-no-ready-endpoints.ts';
import servicePortMismatch from './service-port-mismatch.ts';
import serviceSelectorMatchesNothing from './service-selector-matches-nothing.ts';
import settingNamesUnknownService from './setting-names-unknown-service.ts';
import staleConfig from './stale-config.ts';
import startupProbeKill from './startup-probe-kill.ts';
import statefulsetNotReady from './statefulset-not-ready.ts';
import storageClassMissing from './storage-class-missing.ts';
import stuckTerminating from './stuck-terminating.ts';
import tooManyPods from './too-many-pods.ts';
import unschedulableAntiAffinity from './unschedulable-anti-affinity.ts';
import unschedulableOther from './unschedulable-other.ts';
import unschedulableResources from './unschedulable-resources.ts';
import unschedulableSelector from './unschedulable-selector.ts';
import unschedulableTaint from './unschedulable-taint.ts';
import unschedulableVolume from './unschedulable-volume.ts';
import volumeAttachmentStuck from './volume-attachment-stuck.ts';
import volumeFull from './volume-full.ts';
import webhookNoEndpoints from './webhook-no-endpoints.ts';
import webhookServiceMissing from './webhook-service-missing.ts';
import webhookUnreachable from './webhook-unreachable.ts';

/** Every rule by its name, which is its file's name. */
export const rules: Readonly<Record<string, Rule>> = {
  'admission-denied': admissionDenied,
  'apiserver-not-ready': apiserverNotReady,
  'apiservice-unavailable': apiserviceUnavailable,
  'application-auth-failed': applicationAuthFailed,
  'application-cannot-reach': applicationCannotReach,
  'application-forbidden': applicationForbidden,
  'application-misconfigured': applicationMisconfigured,
  'application-out-of-memory': applicationOutOfMemory,
  'application-panic': applicationPanic,
  'application-permission-denied': applicationPermissionDenied,
  'application-port-in-use': applicationPortInUse,
  'application-rate-limited': applicationRateLimited,
  'application-tls': applicationTls,
  'application-too-many-connections': applicationTooManyConnections,
  'attach-failed': attachFailed,
  'container-command-not-found': containerCommandNotFound,
  'container-creating-long': containerCreatingLong,
  'container-oom-killed': containerOomKilled,
  'control-plane-pod-failing': controlPlanePodFailing,
  'coredns-broken': corednsBroken,
  'crash-loop': crashLoop,
  'create-container-error': createContainerError,
  'create-failed': createFailed,
  'cronjob-invalid-schedule': cronjobInvalidSchedule,
  'cronjob-missing-runs': cronjobMissingRuns,
  'cronjob-negative-deadline': cronjobNegativeDeadline,
  'cronjob-suspended': cronjobSuspended,
  'csi-driver-missing': csiDriverMissing,
  'csr-pending': csrPending,
  'daemonset-not-ready': daemonsetNotReady,
  'deployment-unavailable': deploymentUnavailable,
  'dns-down': dnsDown,
  'dns-errors': dnsErrors,
  'etcd-slow': etcdSlow,
  'exits-cleanly': exitsCleanly,
  'generation-lag': generationLag,
  'headless-service-missing': headlessServiceMissing,
  'hook-failed': hookFailed,
  'hpa-at-max': hpaAtMax,
  'hpa-metrics-unavailable': hpaMetricsUnavailable,
  'hpa-no-request': hpaNoRequest,
  'hpa-target-missing': hpaTargetMissing,
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
  'job-failed': jobFailed,
  'job-suspended': jobSuspended,
  'kernel-trouble': kernelTrouble,
  'killed-137-other': killed137Other,
  'lease-stale': leaseStale,
  'limit-range-violated': limitRangeViolated,
  'liveness-kill': livenessKill,
  'loadbalancer-pending': loadbalancerPending,
  'missing-config-map': missingConfigMap,
  'missing-image-pull-secret': missingImagePullSecret,
  'missing-key': missingKey,
  'missing-secret': missingSecret,
  'missing-service-account': missingServiceAccount,
  'mount-failed': mountFailed,
  'namespace-terminating': namespaceTerminating,
  'network-policy-blocks': networkPolicyBlocks,
  'network-policy-selects-nothing': networkPolicySelectsNothing,
  'no-default-storage-class': noDefaultStorageClass,
  'node-condition-custom': nodeConditionCustom,
  'node-cordoned': nodeCordoned,
  'node-disk-nearly-full': nodeDiskNearlyFull,
  'node-name-unknown': nodeNameUnknown,
  'node-network-unavailable': nodeNetworkUnavailable,
  'node-not-ready': nodeNotReady,
  'node-pressure': nodePressure,
  'node-rebooted': nodeRebooted,
  'node-runtime-down': nodeRuntimeDown,
  'node-system-oom': nodeSystemOom,
  'not-ready-for-unknown-reason': notReadyForUnknownReason,
  'pdb-blocks-eviction': pdbBlocksEviction,
  'pdb-selects-nothing': pdbSelectsNothing,
  'pending-without-events': pendingWithoutEvents,
  'pod-evicted': podEvicted,
  'pod-failed': podFailed,
  'pod-preempted': podPreempted,
  'pod-security-violated': podSecurityViolated,
  'probe-wrong-port': probeWrongPort,
  'provisioning-failed': provisioningFailed,
  'pv-failed': pvFailed,
  'pv-released': pvReleased,
  'pv-unbound': pvUnbound,
  'pvc-lost': pvcLost,
  'pvc-pending': pvcPending,
  'quota-exceeded': quotaExceeded,
  'quota-requires-limits': quotaRequiresLimits,
  'rbac-dangling-binding': rbacDanglingBinding,
  'readiness-failing': readinessFailing,
  'rejected-by-kubelet': rejectedByKubelet,
  'rollout-stuck': rolloutStuck,
  'route-backend-missing': routeBackendMissing,
  'run-as-non-root-refused': runAsNonRootRefused,
  'sandbox-failed': sandboxFailed,
  'scaled-to-zero-but-called': scaledToZeroButCalled,
  'scheduling-gated': schedulingGated,
  'scrape-annotation-wrong-port': scrapeAnnotationWrongPort,
  'scrape-target-down': scrapeTargetDown,
  'selector-mismatches-template': selectorMismatchesTemplate,
  'service-name-unknown': serviceNameUnknown,
  'service-no-ready-endpoints': serviceNoReadyEndpoints,
  'service-port-mismatch': servicePortMismatch,
  'service-selector-matches-nothing': serviceSelectorMatchesNothing,
  'setting-names-unknown-service': settingNamesUnknownService,
  'stale-config': staleConfig,
  'startup-probe-kill': startupProbeKill,
  'statefulset-not-ready': statefulsetNotReady,
  'storage-class-missing': storageClassMissing,
  'stuck-terminating': stuckTerminating,
  'too-many-pods': tooManyPods,
  'unschedulable-anti-affinity': unschedulableAntiAffinity,
  'unschedulable-other': unschedulableOther,
  'unschedulable-resources': unschedulableResources,
  'unschedulable-selector': unschedulableSelector,
  'unschedulable-taint': unschedulableTaint,
  'unschedulable-volume': unschedulableVolume,
  'volume-attachment-stuck': volumeAttachmentStuck,
  'volume-full': volumeFull,
  'webhook-no-endpoints': webhookNoEndpoints,
  'webhook-service-missing': webhookServiceMissing,
  'webhook-unreachable': webhookUnreachable,
};
