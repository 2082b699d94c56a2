/** A run that another program made, as the lab has it open. What is read of its files is apart, in `ForeignRuns`. */

/** Which of its pictures is shown. */
export type ForeignView = 'attempt' | 'steps' | 'two' | 'mattered'

export interface ForeignState {
  /** None: no such run is open. */
  files: readonly File[]
  /** An attempt of it has been read. */
  ready: boolean
  view: ForeignView
  /** The attempt fills the window, for a room. */
  slide: boolean
}

export const noForeign: ForeignState = { files: [], ready: false, view: 'attempt', slide: false }
