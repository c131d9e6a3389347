/** A delivery that will never succeed as it is: trying again is no use. */
export class Undeliverable extends Error {
  override name = 'Undeliverable';
}
