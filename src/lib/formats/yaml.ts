import type {Format} from './_format.ts';
import {ordered} from './_json.ts';
import {yamlOf} from './_yaml.ts';

/** The same as JSON, for eyes and for tools that read YAML. */
export default {
  extension: 'yaml',
  contentType: 'application/yaml',
  render: (report) => yamlOf(ordered(report)),
} satisfies Format;
