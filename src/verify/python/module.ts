/** Pyodide, as far as it is used here. */

/** The emscripten module inside Pyodide, as far as it is used here. Pointers are numbers. */
export interface PythonModule {
  HEAPU8: Uint8Array
  HEAPU32: Uint32Array
  HEAP8: Int8Array
  _Py_EMSCRIPTEN_SIGNAL_HANDLING: number
  _PyRun_String(code: number, start: number, globals: number, locals: number): number
  _PyUnicode_AsUTF8(text: number): number
  _PyDict_New(): number
  _PyErr_Print(): void
  _Py_DecRef(object: number): void
  _free(pointer: number): void
  stringToNewUTF8(text: string): number
  UTF8ToString(pointer: number): string
  stackSave(): number
  stackRestore(pointer: number): void
  FS: { streams: (object | null)[]; chdir(path: string): void }
}

export interface Pyodide {
  loadPyodide(options: object): Promise<unknown>
}

/** Where Pyodide's files come from. */
export interface PythonSource {
  load(): Promise<Pyodide>
  /** Folder of the files, with a slash at its end; absent, the package beside this code (Node). */
  indexURL?: string
}
