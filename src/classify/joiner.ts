/** Pairs kept by one joiner; names of features are some hundreds. */
const LIMIT = 20_000;

/** Gives the names that begin with one word, by what follows it. */
type Ending = (second: string | number) => string;

/**
 * Joins two words to the name of a feature, `joiner(':')('main')('rival')`, each pair once. A string that is put together
 * anew has to be hashed anew wherever it is looked up, and that is most of what gathering and weighing features costs.
 */
export function joiner(between: string): (first: string) => Ending {
  const endings = new Map<string, Ending>();
  let size = 0;
  const endingOf = (first: string): Ending => {
    const names = new Map<string | number, string>();
    return (second) => {
      let name = names.get(second);
      if (name === undefined) {
        if (size++ >= LIMIT) {
          endings.clear();
          names.clear();
          size = 0;
        }
        name = first + between + second;
        names.set(second, name);
      }
      return name;
    };
  };
  return (first) => {
    let ending = endings.get(first);
    if (!ending) {
      ending = endingOf(first);
      endings.set(first, ending);
    }
    return ending;
  };
}
