/** The names of the acts: apart from what they do, so that the state can name an act as a way out of what it tells. */
export type ActionId =
  | 'primary' | 'next-act' | 'previous-act' | 'play' | 'next-update' | 'previous-update' | 'to-start' | 'to-end'
  | 'next-attempt' | 'previous-attempt' | 'next-token' | 'previous-token' | 'toggle-credit' | 'toggle-feedback' | 'compare-credits' | 'same-weights'
  | 'lend-feedback' | 'lend-another' | 'branch' | 'through-time' | 'gradient' | 'mattered' | 'probes'
  | 'token-table' | 'strip-svg' | 'strip-png' | 'bars-svg' | 'bars-png' | 'curves-svg' | 'curves-png'
  | 'palette' | 'toggle-present' | 'pointer' | 'toggle-settings' | 'cycle-theme' | 'next-page' | 'previous-page' | 'close' | 'help' | 'share'
  | 'go-live' | 'go-recorded' | 'load-model' | 'continue-here' | 'same-seed' | 'new-seed' | 'stop-run' | 'dismiss-fault'
  | 'export-run' | 'import-run' | 'take-adapter' | 'start-from-adapter' | 'runs'
  | 'copy-solution' | 'choose-problem' | 'paste-problem'
  | 'choose-model' | 'models' | 'model-files'
  | 'results' | 'race' | 'race-go' | 'race-stop' | 'export-race' | 'export-race-csv'
