/** `subthreshold group [FILE]` */
export async function groupCommand(_file: string | undefined): Promise<void> {
  throw new Error('not there yet');
}
