#pragma once
// Turning a picture by 90°: vector shuffles and stores past the cache, which Swift cannot express.
#include <stddef.h>
#include <stdint.h>

/// Writes a block of 16 × 16 pixels: target[y * stride + x] = source[x * right + y].
///
/// Strides are in pixels and may be negative.
void kiosk_turn_block(const uint32_t *source, ptrdiff_t right, uint32_t *target, ptrdiff_t stride);

/// After the last block: whatever reads the memory from now on, a card too, finds all of them.
void kiosk_turn_end(void);
