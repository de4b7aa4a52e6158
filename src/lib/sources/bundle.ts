import {stat} from 'node:fs/promises';
import {archiveFiles} from './bundle/archive.ts';
import {type BundleFiles, directoryFiles} from './bundle/files.ts';
import {readManifest} from './bundle/manifest.ts';
import {BundleSource} from './bundle/read.ts';
import {CAPTURE_AGAIN, fileTrouble, quoted, refusal} from './bundle/refusal.ts';

/** Opens what `kdiag capture` has written: a directory, a .tar.zst, a .tar.gz or a .tar. */
export async function openBundle(path: string): Promise<BundleSource> {
  const files = await filesAt(path);
  const manifest = await readManifest(path, files.files);
  const missing = manifest.files.find((file) => !files.files.has(file.path));
  // Someone may take a file out of a directory on purpose; an archive that lacks one has lost its end.
  if (missing !== undefined && files.isArchive)
    throw refusal(`${path} is cut short: ${quoted(missing.path)} is not in it`, CAPTURE_AGAIN);
  return new BundleSource(path, manifest, files.files);
}

async function filesAt(path: string): Promise<{readonly files: BundleFiles; readonly isArchive: boolean}> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) return {files: await directoryFiles(path), isArchive: false};
    if (!info.isFile())
      throw refusal(
        `${path} is neither a file nor a directory`,
        'Give --from a bundle that kdiag capture has written.',
      );
    return {files: await archiveFiles(path), isArchive: true};
  } catch (error) {
    const trouble = fileTrouble(error);
    throw trouble === undefined
      ? error
      : refusal(
          `${path} cannot be read: ${trouble}`,
          'Give --from the path of a bundle that kdiag capture has written.',
          error,
        );
  }
}
