import type {Column} from '../../views/listing.ts';
import {named} from '../../views/words.ts';
import type {Action} from '../actions.ts';
import {describePage} from '../describe.ts';
import {BLANK, firstShown, type Row, row, say} from '../draw.ts';
import {filterOf} from '../filter.ts';
import {tableNamed} from '../resources/index.ts';
import type {Resource, ResourceTable} from '../resources/kind.ts';
import type {ResourcesScreen, Size, SortBy, State} from '../state.ts';
import {headRow, lineOf, placed} from '../table.ts';
import {lineIndex, linesOf, type TableLine} from './resources-rows.ts';
import {clicked, moved, type ScreenKind, type Step} from './screen.ts';

/** Columns by which one can sort at once. */
const KEYS_AT_MOST = 3;
const GROUPS = [undefined, 'namespace', 'node', 'owner'] as const;

/** Any kind of resources as a table: sorted, grouped, filtered, and what lies below each. */
export const resources: ScreenKind<ResourcesScreen> = {
  title: (_, {kind, of, filter, faultsOnly, group}) =>
    [
      of === undefined ? kind : `${kind} of ${named(of)}`,
      ...(filter === '' ? [] : [`/${filter}`]),
      ...(faultsOnly ? ['faults only'] : []),
      ...(group === undefined ? [] : [`by ${group}`]),
    ].join(' · '),
  draw(state, screen, room) {
    const {world} = state;
    const table = tableNamed(screen.kind);
    if (world === undefined || table === undefined)
      return [BLANK, row(say(` ${state.doing ?? 'connecting'} …`, 'muted'))];
    const lines = linesOf(world, screen);
    const wrong = filterOf(screen.filter);
    if (wrong.is === 'wrong') return [BLANK, row(say(` ${wrong.because}`, 'warn'))];
    if (lines.length === 0) return [BLANK, row(say(nothing(screen), 'muted'))];
    return tableRows(table, lines, screen, room);
  },
  act(state, screen, action, room) {
    const {world} = state;
    if (world === undefined) return {};
    const lines = linesOf(world, screen);
    const at = lineIndex(lines, screen);
    const to =
      clicked(action, firstShown(at, lines.length, room.rows - 1), 1, lines.length) ??
      moved(at, lines.length, action, room.rows - 1);
    if (to === at && action.type === 'clicked') return onLine(state, screen, lines[at], {type: 'enter'}, room);
    if (to !== undefined) return {screen: {...screen, at: to, key: lines[to]?.key}};
    return asked(screen, action) ?? onLine(state, screen, lines[at], action, room);
  },
};

const nothing = ({kind, filter, faultsOnly}: ResourcesScreen): string =>
  filter !== '' || faultsOnly ? ` No ${kind} that match. esc shows all.` : ` There are no ${kind}.`;

function tableRows(
  table: ResourceTable,
  lines: readonly TableLine[],
  screen: ResourcesScreen,
  {columns, rows}: Size,
): readonly Row[] {
  const at = lineIndex(lines, screen);
  const first = firstShown(at, lines.length, rows - 1);
  const shown = lines.slice(first, first + rows - 1);
  const wanted = table.columns.filter(({when}) => when === 'shown' || screen.isWide);
  const cells = shown.flatMap((line) => (line.is === 'resource' ? [line.resource] : []));
  const layout = placed(wanted, cells, (column) => header(column, screen.sort), columns - 1);
  return [
    headRow(layout),
    ...shown.map((line, index): Row => ({
      spans: line.is === 'resource' ? lineOf(layout, line.resource) : groupSpans(line),
      chosen: first + index === at,
    })),
  ];
}

const groupSpans = ({name, count, faulty}: TableLine & {readonly is: 'group'}): Row['spans'] => [
  say(` ▾ ${name}`, 'strong'),
  say(`  ${String(count)}`, 'muted'),
  ...(faulty === 0 ? [] : [say(`, ${String(faulty)} not well`, 'bad')]),
];

/** `CPU↓`, and `MEM↓2` for the column that decides where the first does not. */
function header({name, header: words}: Column<Resource>, sort: readonly SortBy[]): string {
  const at = sort.findIndex((one) => one.name === name);
  if (at === -1) return words;
  return `${words}${sort[at]?.descending === true ? '↓' : '↑'}${at === 0 ? '' : String(at + 1)}`;
}

/** What changes what is listed. */
function asked(screen: ResourcesScreen, action: Action): Step<ResourcesScreen> | undefined {
  switch (action.type) {
    case 'faults-only':
      return {screen: {...screen, faultsOnly: !screen.faultsOnly}};
    case 'wide':
      return {screen: {...screen, isWide: !screen.isWide}};
    case 'group-by': {
      const at = GROUPS.findIndex((one) => one === screen.group);
      return {screen: {...screen, group: GROUPS[(at + 1) % GROUPS.length]}};
    }
    case 'sort':
      return sortedBy(screen, action.letter);
    case 'filter':
      return {screen: {...screen, filter: action.text}};
    default:
      return undefined;
  }
}

/** The column that begins with the letter comes first, and those before it decide where it does not. Again turns it round. */
function sortedBy(screen: ResourcesScreen, letter: string): Step<ResourcesScreen> {
  const columns =
    tableNamed(screen.kind)?.columns.filter(({header: words}) => words.replace('%', '').startsWith(letter)) ?? [];
  const [first] = screen.sort;
  const current = columns.findIndex(({name}) => name === first?.name);
  const column = columns[current] ?? columns[0];
  if (column === undefined) return {notice: `no column begins with ${letter}`};
  const byNature = column.align === 'right';
  const isSecond = current !== -1 && first?.descending !== byNature;
  const chosen = isSecond ? (columns[(current + 1) % columns.length] ?? column) : column;
  const descending = current !== -1 && !isSecond ? first?.descending !== true : chosen.align === 'right';
  const rest = screen.sort.filter(({name}) => name !== chosen.name && name !== column.name);
  return {screen: {...screen, sort: [{name: chosen.name, descending}, ...rest].slice(0, KEYS_AT_MOST)}};
}

/** What is about the resource under the cursor. */
function onLine(
  state: State,
  screen: ResourcesScreen,
  line: TableLine | undefined,
  action: Action,
  {columns}: Size,
): Step<ResourcesScreen> {
  if (line?.is !== 'resource') return {};
  const {resource} = line;
  switch (action.type) {
    case 'enter': {
      const below = tableNamed(screen.kind)?.below?.(resource);
      return below === undefined ? described(state, resource, columns) : {push: listOf(below.kind, below.of)};
    }
    case 'describe':
      return described(state, resource, columns);
    case 'yaml':
      return {push: yamlScreen(resource), task: {do: 'read-yaml', ref: resource.ref}};
    case 'copy':
      return {task: {do: 'copy', text: resource.ref.name}, notice: `copied ${resource.ref.name}`};
    case 'logs':
      return logsOf(state, resource, action.previous);
    default:
      return {};
  }
}

const described = (state: State, {ref}: Resource, columns: number): Step<ResourcesScreen> =>
  state.look === undefined ? {} : {push: describePage(ref, state.look, state.timeZone, columns)};

const yamlScreen = ({ref}: Resource) =>
  ({is: 'text', title: `yaml of ${named(ref)}`, lines: [], at: 0, awaits: `yaml ${named(ref)}`}) as const;

/** The container under the cursor, or of a pod or workload the first that is not well. */
function logsOf({look}: State, {ref, container}: Resource, previous: boolean): Step<ResourcesScreen> {
  const pods = look?.cluster.podsOf(ref) ?? [];
  const pod = pods.find(({status}) => status.containerStatuses.some(({ready}) => ready !== true)) ?? pods[0];
  if (pod === undefined) return {notice: `${named(ref)} has no pods, so no logs`};
  const {containerStatuses} = pod.status;
  const name =
    container ??
    (containerStatuses.find(({ready}) => ready !== true) ?? containerStatuses[0])?.name ??
    pod.spec.containers[0]?.name ??
    '';
  const place = {
    in: 'container',
    container: {namespace: pod.metadata.namespace ?? 'default', pod: pod.metadata.name, container: name},
    previous,
  } as const;
  return {
    push: {is: 'log', place, find: undefined, lines: undefined, gap: undefined, at: 0},
    task: {do: 'read-log', place},
  };
}

/** A table as it is opened: what is worst first where it can tell, else by name. */
export const listOf = (kind: string, of?: ResourcesScreen['of']): ResourcesScreen => ({
  is: 'resources',
  kind,
  of,
  filter: '',
  sort: [],
  group: undefined,
  faultsOnly: false,
  isWide: false,
  at: 0,
  key: undefined,
});
