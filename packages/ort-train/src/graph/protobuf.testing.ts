/** The writer of ONNX files, for tests and checks that write a model again. */
export { Message } from './protobuf.ts'
