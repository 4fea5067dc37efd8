/** No answer of the service: the network failed, time ran out, or something in between answered in its place. */
export class GatehouseUnreachable extends Error {
  override readonly name = 'GatehouseUnreachable';
}
