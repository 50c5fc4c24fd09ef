/**
 * The format of a library file, read from its first bytes: its system, its processor, and its completeness.
 *
 * Opening a truncated file can end the process, so this check comes first, if the file may be read.
 *
 * @module
 */

/** A system and a processor, with the names of `Deno.build`. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
}

/** Problem of a file that is no library for a platform. */
export interface FormatProblem {
  readonly kind: "damaged" | "platform";
  /** Description of the file, as the end of a sentence that begins with its name. */
  readonly message: string;
}

type Format = "elf" | "mach-o" | "pe";

interface Header {
  readonly format: Format;
  /** Processor, if `Deno.build` has a name for it; null in a file for several. */
  readonly arch: string | null;
  /** Least size of the file in bytes, according to its header. */
  readonly size: number;
}

const FORMAT_SYSTEMS: Readonly<Record<Format, string>> = {
  "elf": "Linux or another system of its kind",
  "mach-o": "macOS",
  "pe": "Windows",
};

/** Returns the reason why bytes are no library for a platform, or undefined without a visible problem. */
export function formatProblem(bytes: Uint8Array, platform: Platform): FormatProblem | undefined {
  const header = readHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (header === undefined) return { kind: "damaged", message: "is not a dynamic library" };
  const expected: Format = platform.os === "windows" ? "pe" : platform.os === "darwin" ? "mach-o" : "elf";
  if (header.format !== expected) {
    return { kind: "platform", message: `is a library for ${FORMAT_SYSTEMS[header.format]}` };
  }
  if (header.arch !== null && header.arch !== platform.arch) {
    return { kind: "platform", message: `is a library for the processor ${header.arch}` };
  }
  if (header.size > bytes.length) {
    return { kind: "damaged", message: `is cut off: it has ${bytes.length} bytes of at least ${header.size}` };
  }
  return undefined;
}

function readHeader(view: DataView): Header | undefined {
  try {
    switch (view.getUint32(0)) {
      case 0x7f45_4c46:
        return readElf(view);
      case 0xcffa_edfe:
        return { format: "mach-o", arch: machineName(view.getUint32(4, true)), size: 0 };
      case 0xcafe_babe:
        return { format: "mach-o", arch: null, size: 0 };
      default:
        return view.getUint16(0) === 0x4d5a ? readPe(view) : undefined;
    }
  } catch (error) {
    // The file ends within its own header.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Reads the head of a 64-bit ELF file, and the end of its sections and segments (System V ABI, chapter 4). */
function readElf(view: DataView): Header {
  if (view.getUint8(4) !== 2 || view.getUint8(5) !== 1) {
    return { format: "elf", arch: "of 32 bits or of the other byte order", size: 0 };
  }
  const arch = machineName(view.getUint16(18, true));
  const segments = long(view, 32), segmentSize = view.getUint16(54, true), segmentsCount = view.getUint16(56, true);
  const sections = long(view, 40), sectionSize = view.getUint16(58, true), sectionsCount = view.getUint16(60, true);
  let size = Math.max(segments + segmentSize * segmentsCount, sections + sectionSize * sectionsCount);
  if (segments + segmentSize * segmentsCount > view.byteLength) return { format: "elf", arch, size };
  for (let segment = 0; segment < segmentsCount; segment++) {
    const at = segments + segment * segmentSize;
    size = Math.max(size, long(view, at + 8) + long(view, at + 32));
  }
  return { format: "elf", arch, size };
}

/** Reads the head of a file for Windows (PE format, COFF file header). */
function readPe(view: DataView): Header | undefined {
  const at = view.getUint32(0x3c, true);
  if (view.getUint32(at) !== 0x5045_0000) return undefined;
  return { format: "pe", arch: machineName(view.getUint16(at + 4, true)), size: 0 };
}

/** Returns the name of a processor number; the numbers of ELF, Mach-O and PE do not overlap. */
function machineName(machine: number): string {
  switch (machine) {
    case 62:
    case 0x0100_0007:
    case 0x8664:
      return "x86_64";
    case 183:
    case 0x0100_000c:
    case 0xaa64:
      return "aarch64";
    default:
      return `of number ${machine}`;
  }
}

function long(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;
}
