const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A number of bytes as `virsh` has it, shorter: `20 MiB`, `196 KiB`, `4.2 GiB`. */
export const sizeWords = (bytes: number): string => {
  const power = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const many = bytes / 1024 ** power;
  return `${Number(many.toFixed(many < 100 ? 1 : 0))} ${UNITS[power]}`;
};
