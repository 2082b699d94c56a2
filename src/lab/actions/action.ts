/**
 * What a named act is: one object feeds the button, the menu, the shortcut and the palette, so they can
 * never disagree (the shape is excalidraw's). Each kind of act has a file here; registry.ts has them all.
 * What needs an operand (an attempt, a token, a step) is a method of `Lab`.
 */
import type { Lab } from '../lab.ts'
import type { LabState, Panel } from '../state/store.ts'
import type { Language } from '../settings/language.ts'
import type { ActionId } from '../state/action-ids.ts'

export type PictureOf = 'strip' | 'bars' | 'curves'
/** TRL; and verl as lasgroup/SDPO has it. */
export type TrainingProgram = 'trl' | 'verl'
export type PictureFormat = 'svg' | 'png'

/** What an action needs of the page beside the lab; the screen gives it. */
export interface Page {
  copy(text: string): Promise<void>
  download(name: string, content: string | Blob): void
  /** The shown strip, bars or curves as a picture file. */
  picture(lab: Lab, what: PictureOf, format: PictureFormat): Promise<void>
  /** A run file's text as a page that plays it. Rejects where the player cannot be fetched. */
  player(recording: string): Promise<string>
  /** A run file's text as the zip that another program trains from. Rejects with an ExplainedError where it has no counterpart of the run. */
  folder(recording: string, program: TrainingProgram): Promise<Blob>
  /** Ask for a file; null when the person chose none. */
  pickFile(accept: string): Promise<File | null>
  /** Several files; none when the person chose none. */
  pickFiles(accept: string): Promise<File[]>
  /** Another page of the lab, beside this one, in a tab of its own. */
  visit(page: string): void
  /** Has the page speak another language, now and when it is opened again. It is loaded anew. */
  speak(language: Language): void
  /** The browser's own dialog for printing, which gets the handout. */
  print(): void
}

export interface Action {
  id: ActionId
  /** The button's words and accessible name, for this state. */
  label: (state: LabState) => string
  /** The name where nothing around it says of what it is (the palette); null where it has no place there. */
  name: (state: LabState) => string | null
  /** Shortcuts as `KeyboardEvent.key`, modifiers first (Mod is Ctrl or Cmd): ' ', 'ArrowRight', 'Shift+ArrowRight', 'Mod+k', '?'. */
  keys: readonly string[]
  enabled: (state: LabState) => boolean
  /** Present on toggles: aria-pressed. */
  pressed?: (state: LabState) => boolean
  perform: (lab: Lab, page: Page) => void
}

/** An action as it is written, with what is usual left out. */
export type WrittenAction = Pick<Action, 'pressed' | 'perform'> & {
  label: string | Action['label']
  /** Default: the label. */
  name?: string | null
  /** Default: none. */
  keys?: readonly string[]
  /** Default: always. */
  enabled?: Action['enabled']
}

/** Actions of one kind, by their ids. */
export function actionsOf<Id extends ActionId>(written: Record<Id, WrittenAction>): Record<Id, Action> {
  const whole = (
    id: Id,
    { label, name, keys = [], enabled = () => true, ...rest }: WrittenAction,
  ): Action => {
    const labelOf = typeof label === 'string' ? () => label : label
    return { ...rest, id, keys, enabled, label: labelOf, name: name === undefined ? labelOf : () => name }
  }
  return Object.fromEntries(
    (Object.keys(written) as Id[]).map((id) => [id, whole(id, written[id])]),
  ) as Record<Id, Action>
}

/** Of an action that opens a panel. */
export function opens(panel: Panel): Pick<Action, 'perform'> {
  return { perform: (lab) => lab.choices.openPanel(panel) }
}

/** Of an action that opens a panel, or closes it again. */
export function toggles(panel: Panel): Pick<Action, 'pressed' | 'perform'> {
  return {
    pressed: (state) => state.panel === panel,
    perform: (lab) => lab.choices.openPanel(lab.store.getState().panel === panel ? null : panel),
  }
}

/** Of an action that asks for a file first; that it cannot be opened is said. */
export function picks<Picked>(
  lab: Lab,
  file: Promise<Picked>,
  use: (file: NonNullable<Picked>) => void,
): void {
  file.then(
    (picked) => picked && use(picked),
    (error: unknown) => lab.notices.notify(`No file could be opened (${String(error)}).`, 'error'),
  )
}
