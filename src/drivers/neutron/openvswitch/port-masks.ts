/**
 * Port numbers as OpenFlow matches them: the fewest values with masks that are the range, `80` or `0x3e8/0xfff8`, as
 * `ovs-ofctl` prints them.
 * @param from, to both in it, 1 to 65535
 */
export function portMasks(from: number, to: number): readonly string[] {
  const masks: string[] = [];
  for (let start = from; start <= to;) {
    let size = 1;
    while (start % (size * 2) === 0 && start + size * 2 - 1 <= to) size *= 2;
    masks.push(size === 1 ? String(start) : `0x${start.toString(16)}/0x${(0x1_0000 - size).toString(16)}`);
    start += size;
  }
  return masks;
}
