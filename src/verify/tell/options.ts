/** What is known of an attempt beside its results when it is told. */
export interface TellOptions {
  /** Index below `count` of the failing test to tell; absent: the reference's rule. */
  pick: ((count: number) => number) | undefined
  truncated: boolean
  /** The response holds code, whether or not it defines the program. */
  hasCode: boolean
}
