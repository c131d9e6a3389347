/** Pairs kept by one joiner: names of features are some thousands, with the words beside a name many more. */
const LIMIT = 100_000;

/**
 * Joins two words to the name of a feature, each pair once. A string that is put together anew has to be hashed anew
 * wherever it is looked up, and that is most of what gathering and weighing features costs.
 */
export function joiner(between: string): (first: string, second: string) => string {
  const made = new Map<string, Map<string, string>>();
  let size = 0;
  return (first, second) => {
    let seconds = made.get(first);
    if (!seconds) {
      seconds = new Map();
      made.set(first, seconds);
    }
    let name = seconds.get(second);
    if (name === undefined) {
      if (size++ >= LIMIT) {
        made.clear();
        size = 0;
      }
      name = first + between + second;
      seconds.set(second, name);
    }
    return name;
  };
}
