/** `sdpo-lab completion`: names of commands, options, their words and presets, for the shell to complete. */
import { loadPresets } from '../src/problems/sets.ts'
import { exitCodes, type Command } from './command.ts'
import { print } from './say.ts'

const shells = ['bash', 'zsh', 'fish'] as const

/** Written from the tables of the commands themselves. */
export function completionCommand(commands: readonly Command[]): Command {
  return {
    name: 'completion',
    summary: 'prints what a shell needs to complete names',
    synopsis: 'completion bash|zsh|fish',
    description: [
      'Prints a script for the shell: with it the tabulator completes commands, options, the words that an option takes, and the names of presets.',
    ],
    options: {},
    exits: { 0: 'Printed.', 2: 'Called wrongly.' },
    examples: [
      'source <(sdpo-lab completion bash)   # in ~/.bashrc',
      'source <(sdpo-lab completion zsh)    # in ~/.zshrc, after compinit',
      'sdpo-lab completion fish > ~/.config/fish/completions/sdpo-lab.fish',
    ],
    async run(args) {
      const [name, ...more] = args.positionals
      const shell = shells.find((each) => each === name)
      if (shell === undefined || more.length > 0) throw args.wrong(`One of ${shells.join(', ')} is needed.`)
      const presets = (await loadPresets()).map(({ id }) => id)
      print(shell === 'fish' ? fish(commands, presets) : bash(commands, presets, shell))
      return exitCodes.done
    },
  }
}

/** Bash; zsh takes it by its own translation. */
function bash(commands: readonly Command[], presets: readonly string[], shell: 'bash' | 'zsh'): string {
  const words = commands.flatMap(({ name, options }) =>
    Object.entries(options).flatMap(([option, { words }]) =>
      words ? [`    '${name} --${option}') words='${words.join(' ')}' ;;`] : [],
    ),
  )
  const takesFile = commands.flatMap(({ name, options }) =>
    Object.entries(options).flatMap(([option, { value, words }]) =>
      value !== undefined && !words ? [`'${name} --${option}'`] : [],
    ),
  )
  return [
    ...(shell === 'zsh' ? ['autoload -Uz bashcompinit && bashcompinit'] : []),
    '_sdpo_lab() {',
    '  local words= before="${COMP_WORDS[COMP_CWORD-1]}" now="${COMP_WORDS[COMP_CWORD]}"',
    '  COMPREPLY=()',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} completion --help --version' -- "$now"))`,
    '    return',
    '  fi',
    '  case "${COMP_WORDS[1]} $before" in',
    ...words,
    ...(takesFile.length > 0 ? [`    ${takesFile.join('|')}) return ;;`] : []),
    '    *) case "${COMP_WORDS[1]}" in',
    ...commands.map(
      ({ name, options, takesPresets }) =>
        `      ${name}) case "$now" in -*) words='${[...Object.keys(options), 'help'].map((option) => `--${option}`).join(' ')}' ;; *) ${takesPresets ? `words='${presets.join(' ')}'` : ':'} ;; esac ;;`,
    ),
    `      completion) words='${shells.join(' ')}' ;;`,
    '    esac ;;',
    '  esac',
    '  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$now")); fi',
    '}',
    // Where nothing is known, files are completed.
    'complete -o default -F _sdpo_lab sdpo-lab',
  ].join('\n')
}

function fish(commands: readonly Command[], presets: readonly string[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const line = (...parts: string[]) => ['complete -c sdpo-lab', ...parts].join(' ')
  return [
    ...commands.map(({ name, summary }) =>
      line('-n __fish_use_subcommand', `-a ${name}`, `-d ${quoted(summary)}`),
    ),
    ...commands.flatMap(({ name, options, takesPresets }) => {
      const within = `-n '__fish_seen_subcommand_from ${name}'`
      return [
        ...(takesPresets ? [line(within, `-a ${quoted(presets.join(' '))}`)] : []),
        ...Object.entries(options).map(([option, { short, value, words, about }]) =>
          line(
            within,
            ...(short === undefined ? [] : [`-s ${short}`]),
            `-l ${option}`,
            ...(value === undefined ? [] : ['-r']),
            ...(words ? [`-f -a ${quoted(words.join(' '))}`] : []),
            `-d ${quoted(about)}`,
          ),
        ),
      ]
    }),
    line('-n __fish_use_subcommand', '-a completion', "-d 'prints what a shell needs to complete names'"),
    line("-n '__fish_seen_subcommand_from completion'", `-f -a '${shells.join(' ')}'`),
  ].join('\n')
}
