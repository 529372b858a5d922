/* The reference workload in C, as a floor: one loop over residents, then one over members, in single precision, with a
   cheap hash (Splitmix64) for the draws. Compiled with fast-math, so that its bits depend on the compiler.
   ``gather``, ``copy_scaled`` and ``bits_of`` measure what memory and draws alone cost. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define TILE 256
#define GOLDEN 0x9E3779B97F4A7C15ull
#define PER_BIT 5.9604645e-08f

static inline uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

static inline uint64_t key(uint64_t seed, uint64_t week, uint64_t purpose) {
  return mix(mix(seed * GOLDEN + week) + purpose * GOLDEN);
}

/* 2^y by a polynomial of fifth order; relative error about 2e-7 */
static inline float fast_exp(float x) {
  float y = x * 1.44269504f, whole = __builtin_floorf(y);
  y -= whole;
  float p = 1.f + y * (0.69314718f + y * (0.24022651f + y * (0.05550411f + y * (0.00961813f + y * 0.00133336f))));
  int bits = ((int)whole + 127) << 23;
  float power;
  memcpy(&power, &bits, 4);
  return p * power;
}

/* Neighbors are counted in a pass of its own, so that the pass over residents is taken eight or sixteen at a time. */
static void residents(long n, const int *first, const int *ties, const int *organization, const uint8_t *restrict flags,
                      uint8_t *restrict next, const float *restrict trust, int8_t *restrict need, const float *quality,
                      uint64_t seed, uint64_t week) {
  uint64_t root = key(seed, week, 0);
  for (long low = 0; low < n; low += TILE) {
    int m = (int)(low + TILE < n ? TILE : n - low);
    uint32_t seen[TILE];
    for (int i = 0; i < m; i++) {
      uint32_t sum = 0;
      for (int e = first[low + i]; e < first[low + i + 1]; e++) {
        uint32_t f = flags[ties[e]];
        sum += (f & 1) | ((f & 2) << 15);
      }
      seen[i] = sum;
    }
#pragma omp simd
    for (int i = 0; i < m; i++) {
      long who = low + i;
      uint64_t luck = mix(root + (uint64_t)who * GOLDEN);
      float u = (float)(int)(luck >> 40) * PER_BIT, v = (float)(int)((luck >> 16) & 0xFFFFFF) * PER_BIT;
      uint32_t w = luck & 0xFFFF;
      int was = flags[who] & 1;
      float told = 1.f - fast_exp(-0.020202707f * (float)(int)(seen[i] & 0xFFFF));
      int aware = (was & (u >= 0.02f)) | ((was ^ 1) & (u < told));
      float x = -4.f + 2.f * trust[who] + 3.f * (float)(int)(seen[i] >> 16) / (float)(first[who + 1] - first[who]) +
                quality[organization[who]];
      int part = aware & (v * (1.f + fast_exp(-x)) < 1.f);
      next[who] = (uint8_t)(aware | (part << 1));
      int open = need[who], domain = (int)((w * 5u) / 3277u), arises = (open < 0) & (w < 3277u);
      need[who] = (int8_t)(arises ? domain : open);
    }
  }
}

static void organizations(long count, const int *first, const int *members, const uint8_t *flags, float *trust,
                          int8_t *need, float *quality, double *sums, uint64_t seed, uint64_t week) {
  uint64_t root = key(seed, week, 1);
  for (long o = 0; o < count; o++) {
    int low = first[o], n = first[o + 1] - low;
    float q = quality[o];
    int capacity = (int)(0.05 * n * (0.5 + q));
    int start = (int)(((mix(root + (uint64_t)o * GOLDEN) >> 33) * (uint64_t)n) >> 31);
    int asked = 0, served = 0, aware = 0, part = 0;
    double total = 0;
    for (int half = 0; half < 2; half++) {
      int begin = half ? 0 : start, end = half ? start : n;
      for (int j = begin; j < end; j++) {
        int i = members[low + j];
        float t = trust[i];
        if (need[i] >= 0) {
          asked++;
          if (served < capacity) {
            served++;
            t += 0.2f * (q - t);
            need[i] = -1;
          } else
            t -= 0.05f * t;
          trust[i] = t;
        }
        uint8_t f = flags[i];
        aware += f & 1;
        part += f >> 1;
        total += t;
      }
    }
    double share = n ? 2.0 * part / n : 0.0, most = share < 1 ? share : 1;
    quality[o] = q + (float)(0.1 * (0.2 + 0.8 * most - q));
    double *s = sums + 5 * o;
    s[0] = aware, s[1] = part, s[2] = total, s[3] = asked - served, s[4] = served;
  }
}

/* An odd number of weeks leaves the present flags in the second array: the caller swaps. */
void run(long weeks, long n, long count, const int *first, const int *ties, const int *organization,
         const int *first_member, const int *members, uint8_t *flags, uint8_t *next, float *trust, int8_t *need,
         float *quality, double *sums, double *rows, uint64_t seed, uint64_t week) {
  for (long w = 0; w < weeks; w++) {
    residents(n, first, ties, organization, flags, next, trust, need, quality, seed, week + w);
    uint8_t *swap = flags;
    flags = next, next = swap;
    organizations(count, first_member, members, flags, trust, need, quality, sums, seed, week + w);
    double s[5] = {0};
    for (long o = 0; o < count; o++)
      for (int c = 0; c < 5; c++) s[c] += sums[5 * o + c];
    double *row = rows + 5 * w, asked = s[3] + s[4];
    for (int c = 0; c < 4; c++) row[c] = s[c] / n;
    row[4] = s[4] / (asked > 1 ? asked : 1);
  }
}

/* Probes: what the neighbors' pass costs alone, what memory delivers, what draws cost. */
uint64_t gather(long n, const int *first, const int *ties, const uint8_t *flags) {
  uint64_t all = 0;
  for (long i = 0; i < n; i++) {
    uint32_t sum = 0;
    for (int e = first[i]; e < first[i + 1]; e++) sum += flags[ties[e]];
    all += sum;
  }
  return all;
}

void copy_scaled(long n, double *to, const double *from, const double *add) {
  for (long i = 0; i < n; i++) to[i] = from[i] + 1.5 * add[i];
}
