#include "kiosk_turn.h"

typedef uint32_t pixels4 __attribute__((vector_size(16)));
typedef uint32_t pixels4_anywhere __attribute__((vector_size(16), aligned(4)));

static inline pixels4 load(const uint32_t *from) { return *(const pixels4_anywhere *)from; }

void kiosk_turn_block(const uint32_t *source, ptrdiff_t right, uint32_t *target, ptrdiff_t stride) {
    // A store past the cache needs an aligned address; whole lines of 64 bytes are then never read first.
    const int streams = (((uintptr_t)target | (uintptr_t)stride * 4) & 15) == 0;
    for (int row = 0; row < 16; row += 4) {
        pixels4 turned[4][4];
        for (int part = 0; part < 4; part++) {
            const uint32_t *from = source + 4 * part * right + row;
            pixels4 a = load(from), b = load(from + right), c = load(from + 2 * right), d = load(from + 3 * right);
            pixels4 ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
            pixels4 ef = __builtin_shufflevector(a, b, 2, 6, 3, 7), gh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
            turned[0][part] = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
            turned[1][part] = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
            turned[2][part] = __builtin_shufflevector(ef, gh, 0, 1, 4, 5);
            turned[3][part] = __builtin_shufflevector(ef, gh, 2, 3, 6, 7);
        }
        for (int line = 0; line < 4; line++) {
            uint32_t *to = target + (row + line) * stride;
            for (int part = 0; part < 4; part++) {
                if (streams)
                    __builtin_nontemporal_store(turned[line][part], (pixels4 *)(to + 4 * part));
                else
                    *(pixels4_anywhere *)(to + 4 * part) = turned[line][part];
            }
        }
    }
}

void kiosk_turn_end(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
