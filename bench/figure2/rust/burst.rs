//! What a module in Rust sees: the burst, and all frames as one slice. Behind `begin` and `process` of each twin nothing is
//! unsafe: every index is checked by the language.
#![allow(dead_code)]

pub const PACKETS_MAX: usize = 64;

/// Of native/module/arena.def.
pub const PACKETS_OFFSET: usize = 0x8000_0000;

/// `struct fp_packet`
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Packet {
    pub offset: u32,
    pub length: u32,
}

/// `struct fp_burst`, as far as a twin reads it.
#[repr(C)]
pub struct Burst {
    pub now_cycles: u64,
    state: *mut u8,
    pub count: u32,
    reserved: u32,
    pub packets: [Packet; PACKETS_MAX],
    pub beyond: [u32; PACKETS_MAX],
    pub verdicts: [u8; PACKETS_MAX],
}

impl Packet {
    /// Where its frame is in the slice of all frames.
    #[inline(always)]
    pub fn range(&self) -> core::ops::Range<usize> {
        let start = (self.offset as usize).wrapping_sub(PACKETS_OFFSET);
        start..start + self.length as usize
    }
}

/// `fp_layer3`: where the network layer is; version 0: no IP header that is whole.
#[derive(Clone, Copy, Default)]
pub struct Layer3 {
    pub offset: u32,
    pub version: u8,
}

/// One check for all bytes of a field.
#[inline(always)]
pub fn field<const BYTES: usize>(bytes: &[u8], at: usize) -> [u8; BYTES] {
    let mut copy = [0; BYTES];
    copy.copy_from_slice(&bytes[at..at + BYTES]);
    copy
}

#[inline(always)]
pub fn word32(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(field(bytes, at))
}

#[inline(always)]
fn word16(bytes: &[u8], at: usize) -> u32 {
    u16::from_be_bytes(field(bytes, at)) as u32
}

/// graphs/SCHEMA.md, "What a packet means".
#[inline(always)]
pub fn layer3(frame: &[u8]) -> Layer3 {
    const VISIBLE_BYTES: usize = 256;
    let visible = frame.len().min(VISIBLE_BYTES);
    let (mut offset, mut kind) = (14, word16(frame, 12));
    let none = |offset: usize| Layer3 { offset: offset as u32, version: 0 };
    for _ in 0..2 {
        if kind != 0x8100 && kind != 0x88a8 {
            break;
        }
        if offset + 4 > visible {
            return none(offset);
        }
        kind = word16(frame, offset + 2);
        offset += 4;
    }
    let version = if kind == 0x0800 && offset + 20 <= visible {
        let bytes = (frame[offset] & 15) as usize * 4;
        let is_whole = frame[offset] >> 4 == 4 && bytes >= 20 && offset + bytes <= visible;
        if is_whole && word16(frame, offset + 2) as usize >= bytes { 4 } else { 0 }
    } else if kind == 0x86dd && offset + 40 <= visible {
        if frame[offset] >> 4 == 6 { 6 } else { 0 }
    } else {
        0
    };
    Layer3 { offset: offset as u32, version }
}

/// As the compiler's own, without words.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    unsafe { core::arch::asm!("ud2", options(noreturn)) }
}
