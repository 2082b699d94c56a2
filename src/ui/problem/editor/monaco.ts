/**
 * Monaco with its editing features (they share services, and are not to be had one by one), JavaScript
 * with its language service, and Python's highlighting; none of its other eighty languages. Only ever
 * imported lazily (CodeField.tsx).
 */
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/javascript/register'
import 'monaco-editor/languages/definitions/python/register'
import { javascriptDefaults, ScriptTarget } from 'monaco-editor/languages/features/typescript/register'
import * as monaco from 'monaco-editor/editor/editor.api'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import ScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker'

export type CodeLanguage = 'javascript' | 'python' | 'json' | 'plaintext'

globalThis.MonacoEnvironment = {
  getWorker: (_, label) =>
    label === 'javascript' || label === 'typescript'
      ? new ScriptWorker({ name: 'script language' })
      : new EditorWorker({ name: 'editor' }),
}

// What the sandbox has: the language, and no page around it.
javascriptDefaults.setCompilerOptions({
  target: ScriptTarget.ESNext,
  lib: ['lib.es2023.d.ts'],
  allowJs: true,
  checkJs: true,
  allowNonTsExtensions: true,
  noImplicitAny: false,
  strictNullChecks: false,
})
javascriptDefaults.setDiagnosticsOptions({
  noSemanticValidation: false,
  noSyntaxValidation: false,
  noSuggestionDiagnostics: true,
  diagnosticCodesToIgnore: [2393, 2451, 6133, 7006, 7043, 7044, 7047, 80004],
})
javascriptDefaults.addExtraLib(
  'declare const console: { log(...items: unknown[]): void; assert(holds: boolean, ...items: unknown[]): void }\n',
  'file:///sandbox.d.ts',
)

/** Colours of the page's own tokens, as they stand now, light or dark. */
export function followTheme(): void {
  const probe = document.createElement('span')
  document.body.append(probe)
  const colour = (token: string): string => {
    probe.style.color = `var(${token})`
    const [r, g, b, a] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? ['0', '0', '0']).map(Number) as [
      number,
      number,
      number,
      number?,
    ]
    return `#${[r, g, b, ...(a === undefined ? [] : [a * 255])].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
  }
  const [bg, ink, ink2, ink3, sunk, line, raised, teacher, student, pass, error] = [
    '--bg',
    '--ink',
    '--ink2',
    '--ink3',
    '--sunk',
    '--line',
    '--raised',
    '--teacher-ink',
    '--student-ink',
    '--pass',
    '--error',
  ].map(colour) as [string, ...string[]]
  const dark = Number.parseInt(bg.slice(1, 3), 16) < 128
  probe.remove()
  monaco.editor.defineTheme('lab', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: ink!.slice(1) },
      { token: 'comment', foreground: ink3!.slice(1) },
      { token: 'keyword', foreground: teacher!.slice(1) },
      { token: 'string', foreground: pass!.slice(1) },
      { token: 'number', foreground: student!.slice(1) },
      { token: 'delimiter', foreground: ink2!.slice(1) },
      { token: 'type', foreground: ink!.slice(1) },
      { token: 'identifier', foreground: ink!.slice(1) },
    ],
    colors: {
      'editor.background': bg,
      'editor.foreground': ink!,
      'editorLineNumber.foreground': ink3!,
      'editorLineNumber.activeForeground': ink2!,
      'editor.lineHighlightBackground': sunk!,
      'editor.lineHighlightBorder': '#00000000',
      'editorCursor.foreground': ink!,
      'editorWidget.background': raised!,
      'editorWidget.foreground': ink!,
      'editorWidget.border': line!,
      'editorSuggestWidget.background': raised!,
      'editorSuggestWidget.foreground': ink!,
      'editorHoverWidget.background': raised!,
      'editorHoverWidget.border': line!,
      'editorError.foreground': error!,
      'editor.placeholder.foreground': ink3!,
      'editorBracketMatch.background': sunk!,
      'editorBracketMatch.border': ink3!,
      focusBorder: ink!,
    },
  })
  monaco.editor.setTheme('lab')
}

export interface CodeEditor {
  setValue(value: string): void
  setLanguage(language: CodeLanguage): void
  setMarks(marks: readonly { line: number; message: string }[]): void
  focus(offset?: number): void
  /** Tab moves the focus on, in place of writing a tab. */
  letTabLeave(leave: boolean): void
  dispose(): void
}

export function createCodeEditor(
  place: HTMLElement,
  options: {
    label: string
    value: string
    language: CodeLanguage
    placeholder: string
    onChange: (value: string) => void
    onBlur: () => void
    onSubmit: (() => void) | undefined
  },
): CodeEditor {
  const fontFamily = getComputedStyle(document.documentElement).getPropertyValue('--mono').trim()
  const editor = monaco.editor.create(place, {
    value: options.value,
    language: options.language,
    theme: 'lab',
    ariaLabel: options.label,
    placeholder: options.placeholder,
    fontFamily,
    fontSize: 13,
    lineHeight: 20,
    fontLigatures: false,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    folding: false,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 8,
    glyphMargin: false,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    overviewRulerBorder: false,
    scrollbar: {
      alwaysConsumeMouseWheel: false,
      verticalScrollbarSize: 10,
      horizontalScrollbarSize: 10,
      useShadows: false,
    },
    wordWrap: options.language === 'plaintext' ? 'on' : 'off',
    tabSize: options.language === 'python' ? 4 : 2,
    padding: { top: 8, bottom: 8 },
    automaticLayout: true,
    fixedOverflowWidgets: true,
    stickyScroll: { enabled: false },
    wordBasedSuggestions: 'off',
    quickSuggestions: options.language === 'javascript',
    occurrencesHighlight: 'off',
    renderLineHighlight: 'none',
    links: false,
    colorDecorators: false,
    // A text area under the editor: every browser and screen reader has one.
    editContext: false,
  })
  const model = editor.getModel()!
  model.updateOptions({
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  })
  let own = false
  editor.onDidChangeModelContent(() => {
    if (!own) options.onChange(model.getValue())
  })
  editor.onDidBlurEditorText(() => {
    editor.updateOptions({ tabFocusMode: false })
    options.onBlur()
  })
  const { onSubmit } = options
  if (onSubmit) editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, onSubmit)
  return {
    setValue(value) {
      if (model.getValue() === value) return
      own = true
      editor.executeEdits('lab', [{ range: model.getFullModelRange(), text: value }])
      own = false
    },
    setLanguage: (language) => monaco.editor.setModelLanguage(model, language),
    setMarks: (marks) =>
      monaco.editor.setModelMarkers(
        model,
        'lab',
        marks.map(({ line, message }) => {
          const at = Math.max(1, Math.min(line, model.getLineCount()))
          return {
            severity: monaco.MarkerSeverity.Error,
            message,
            startLineNumber: at,
            endLineNumber: at,
            startColumn: model.getLineFirstNonWhitespaceColumn(at) || 1,
            endColumn: model.getLineMaxColumn(at),
          }
        }),
      ),
    focus(offset) {
      if (offset !== undefined) editor.setPosition(model.getPositionAt(offset))
      editor.focus()
    },
    letTabLeave: (leave) => editor.updateOptions({ tabFocusMode: leave }),
    dispose() {
      editor.dispose()
      model.dispose()
    },
  }
}
