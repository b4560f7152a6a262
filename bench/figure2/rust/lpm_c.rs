//! modules/lpm_c in safe Rust: its look-ups, in the tables that the module's own `init` has made.
#![no_std]

mod burst;
use burst::{field, layer3, word32, Burst, Layer3, PACKETS_MAX};
use core::mem::size_of;
use core::slice::from_raw_parts;

const MISS: u8 = 8;
const SLOTS: usize = 65536;
const BLOCK_ENTRIES: usize = 256;
const ENTRY_ANSWERS: u32 = 1 << 31;

/// `struct interval`
#[repr(C)]
#[derive(Clone, Copy)]
struct Interval {
    high: u64,
    low: u64,
    verdict: u8,
}

/// `struct tables`
#[repr(C)]
struct InC {
    ip4_root: *const u32,
    ip4_blocks: *const u32,
    ip6: *const Interval,
    ip6_start: *const u32,
}

/// The same as slices: of those whose lengths C doesn't keep, up to the heap's end.
struct Tables {
    ip4_root: &'static [u32; SLOTS],
    ip4_blocks: &'static [u32],
    ip6: &'static [Interval],
    ip6_start: &'static [u32; SLOTS + 1],
}

static mut TABLES: Option<Tables> = None;
static mut FRAMES: &[u8] = &[];

/// # Safety
/// `state` is a `struct tables`; its arrays and the frames outlive the instance.
#[no_mangle]
pub unsafe extern "C" fn twin_begin(state: *const u8, heap_end: *const u8, frames: *const u8, frames_bytes: usize) {
    let tables = &*state.cast::<InC>();
    let room = |from: *const u8, bytes: usize| (heap_end as usize - from as usize) / bytes;
    TABLES = Some(Tables {
        ip4_root: &*tables.ip4_root.cast(),
        ip4_blocks: from_raw_parts(tables.ip4_blocks, room(tables.ip4_blocks.cast(), size_of::<u32>())),
        ip6: from_raw_parts(tables.ip6, room(tables.ip6.cast(), size_of::<Interval>())),
        ip6_start: &*tables.ip6_start.cast(),
    });
    FRAMES = from_raw_parts(frames, frames_bytes);
}

/// # Safety
/// Behind `twin_begin`.
#[no_mangle]
pub unsafe extern "C" fn twin_process(burst: *mut Burst) {
    if let Some(tables) = &TABLES {
        process(tables, &mut *burst, FRAMES);
    }
}

impl Tables {
    #[inline(always)]
    fn find4(&self, address: u32) -> u8 {
        let mut entry = self.ip4_root[(address >> 16) as usize];
        if entry & ENTRY_ANSWERS == 0 {
            entry = self.ip4_blocks[entry as usize * BLOCK_ENTRIES + (address >> 8 & 0xff) as usize];
        }
        if entry & ENTRY_ANSWERS == 0 {
            entry = self.ip4_blocks[entry as usize * BLOCK_ENTRIES + (address & 0xff) as usize];
        }
        entry as u8
    }

    fn find6(&self, high: u64, low: u64) -> u8 {
        let slot = (high >> 48) as usize;
        let mut at = self.ip6_start[slot] as usize;
        let mut count = self.ip6_start[slot + 1] as usize - at + 1;
        while count > 1 {
            let half = count >> 1;
            let middle = &self.ip6[at + half];
            at += if (high, low) < (middle.high, middle.low) { 0 } else { half };
            count -= half;
        }
        self.ip6[at].verdict
    }
}

#[inline(always)]
fn word64(bytes: &[u8], at: usize) -> u64 {
    u64::from_be_bytes(field(bytes, at))
}

fn process(tables: &Tables, burst: &mut Burst, frames: &[u8]) {
    let mut layers = [Layer3::default(); PACKETS_MAX];
    let count = burst.count as usize;
    let (packets, layers) = (&burst.packets[..count], &mut layers[..count]);
    for (packet, layer) in packets.iter().zip(layers.iter_mut()) {
        let frame = &frames[packet.range()];
        *layer = layer3(frame);
        if layer.version == 4 {
            prefetch(&tables.ip4_root[(word32(frame, layer.offset as usize + 16) >> 16) as usize]);
        }
    }
    for ((packet, layer), verdict) in packets.iter().zip(layers).zip(&mut burst.verdicts[..count]) {
        let header = &frames[packet.range()][layer.offset as usize..];
        *verdict = match layer.version {
            4 => tables.find4(word32(header, 16)),
            6 => tables.find6(word64(header, 24), word64(header, 32)),
            _ => MISS,
        };
    }
}

/// The processor's hint, which no address makes unsafe.
#[inline(always)]
fn prefetch(entry: &u32) {
    use core::arch::x86_64::{_mm_prefetch, _MM_HINT_T0};
    unsafe { _mm_prefetch::<_MM_HINT_T0>((entry as *const u32).cast()) }
}
