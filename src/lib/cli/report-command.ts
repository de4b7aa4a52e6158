import {formats} from '../formats/index.ts';
import type {Report} from '../model/report.ts';
import {BaseCommand} from './base-command.ts';
import {type Output, writeFile} from './output.ts';

/** A command whose answer is a Report, in any of the formats. */
export abstract class ReportCommand extends BaseCommand {
  protected async print(report: Report, wanted: readonly Output[], explain: boolean): Promise<void> {
    const rendered = await Promise.all(
      wanted.map(async ({format, file}) => ({
        file,
        text: await this.#rendered(report, format, explain, file === undefined),
      })),
    );
    for (const {file, text} of rendered) {
      if (file === undefined) this.write(text);
      else writeFile(file, text);
    }
  }

  async #rendered(report: Report, format: string, explain: boolean, isScreen: boolean): Promise<string> {
    const load = formats[format as keyof typeof formats];
    const {default: painter} = await load();
    return painter.render(report, {
      explain,
      colour: isScreen && this.hasColour,
      width: isScreen ? this.width : 100,
      command: this.calledAs,
    });
  }
}
