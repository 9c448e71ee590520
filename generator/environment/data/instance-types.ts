// Written by tools/aws-data.ts: node build/tools/aws-data.js

/**
 * Source: pkg/aws/vpc/limits.go of github.com/aws/amazon-vpc-resource-controller-k8s v1.8.2.
 * vCPUs and memory: moto 5.2.5 on PyPI.
 */
export const instanceTypesKnownOn = '2026-09-02';

/** `large 3 10 2 8192`: 3 interfaces with 10 addresses each, 2 vCPUs, 8192 MiB. Some lack the last two. */
export const instanceFamilies: Readonly<Record<string, string>> = {
  a1:
    '2xlarge 4 15 8 16384, 4xlarge 8 30 16 32768, large 3 10 2 4096, medium 2 4 1 2048, metal 8 30 16 ' +
    '32768, xlarge 4 15 4 8192',
  c1: 'medium 2 6 2 1740, xlarge 4 15 8 7168',
  c3: '2xlarge 4 15 8 15360, 4xlarge 8 30 16 30720, 8xlarge 8 30 32 61440, large 3 10 2 3840, xlarge 4 15 4 ' + '7680',
  c4: '2xlarge 4 15 8 15360, 4xlarge 8 30 16 30720, 8xlarge 8 30 36 61440, large 3 10 2 3840, xlarge 4 15 4 ' + '7680',
  c5:
    '12xlarge 8 30 48 98304, 18xlarge 15 50 72 147456, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '4xlarge 8 30 16 32768, 9xlarge 8 30 36 73728, large 3 10 2 4096, metal 15 50 96 196608, xlarge 4 15 ' +
    '4 8192',
  c5a:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, large 3 10 2 4096, xlarge 4 15 4 8192',
  c5ad:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, large 3 10 2 4096, xlarge 4 15 4 8192',
  c5d:
    '12xlarge 8 30 48 98304, 18xlarge 15 50 72 147456, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '4xlarge 8 30 16 32768, 9xlarge 8 30 36 73728, large 3 10 2 4096, metal 15 50 96 196608, xlarge 4 15 ' +
    '4 8192',
  c5n:
    '18xlarge 15 50 72 196608, 2xlarge 4 15 8 21504, 4xlarge 8 30 16 43008, 9xlarge 8 30 36 98304, large ' +
    '3 10 2 5376, metal 15 50 72 196608, xlarge 4 15 4 10752',
  c6a:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '32xlarge 15 50 128 262144, 48xlarge 15 50 192 393216, 4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, ' +
    'large 3 10 2 4096, metal 15 50 192 393216, xlarge 4 15 4 8192',
  c6g:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 2xlarge 4 15 8 16384, 4xlarge 8 30 16 32768, ' +
    '8xlarge 8 30 32 65536, large 3 10 2 4096, medium 2 4 1 2048, metal 15 50 64 131072, xlarge 4 15 4 ' +
    '8192',
  c6gd:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 2xlarge 4 15 8 16384, 4xlarge 8 30 16 32768, ' +
    '8xlarge 8 30 32 65536, large 3 10 2 4096, medium 2 4 1 2048, metal 15 50 64 131072, xlarge 4 15 4 ' +
    '8192',
  c6gn:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 2xlarge 4 15 8 16384, 4xlarge 8 30 16 32768, ' +
    '8xlarge 8 30 32 65536, large 3 10 2 4096, medium 2 4 1 2048, xlarge 4 15 4 8192',
  c6i:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '32xlarge 15 50 128 262144, 4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, large 3 10 2 4096, metal 15 ' +
    '50 128 262144, xlarge 4 15 4 8192',
  c6id:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '32xlarge 15 50 128 262144, 4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, large 3 10 2 4096, metal 15 ' +
    '50 128 262144, xlarge 4 15 4 8192',
  c6in:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '32xlarge 16 50 128 262144, 4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, large 3 10 2 4096, metal 16 ' +
    '50 128 262144, xlarge 4 15 4 8192',
  c7a:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '32xlarge 15 50 128 262144, 48xlarge 15 50 192 393216, 4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, ' +
    'large 3 10 2 4096, medium 2 4 1 2048, metal-48xl 15 50 192 393216, xlarge 4 15 4 8192',
  c7g:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 2xlarge 4 15 8 16384, 4xlarge 8 30 16 32768, ' +
    '8xlarge 8 30 32 65536, large 3 10 2 4096, medium 2 4 1 2048, metal 15 50 64 131072, xlarge 4 15 4 ' +
    '8192',
  'c7g-flex': '2xlarge 4 15, 4xlarge 8 30, 8xlarge 8 30, large 3 10, medium 2 4, xlarge 4 15',
  c7gd:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 2xlarge 4 15 8 16384, 4xlarge 8 30 16 32768, ' +
    '8xlarge 8 30 32 65536, large 3 10 2 4096, medium 2 4 1 2048, metal 15 50 64 131072, xlarge 4 15 4 ' +
    '8192',
  c7gn:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 2xlarge 4 15 8 16384, 4xlarge 8 30 16 32768, ' +
    '8xlarge 8 30 32 65536, large 3 10 2 4096, medium 2 4 1 2048, metal 15 50 64 131072, xlarge 4 15 4 ' +
    '8192',
  c7i:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '32xlarge 15 50, 48xlarge 15 50 192 393216, 4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, large 3 10 ' +
    '2 4096, metal-24xl 15 50 96 196608, metal-48xl 15 50 192 393216, xlarge 4 15 4 8192',
  'c7i-flex':
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 2xlarge 4 15 8 16384, 4xlarge 8 30 16 32768, ' +
    '8xlarge 8 30 32 65536, large 3 10 2 4096, xlarge 4 15 4 8192',
  c8a:
    '12xlarge 12 64 48 98304, 16xlarge 16 64 64 131072, 24xlarge 16 64 96 196608, 2xlarge 4 40 8 16384, ' +
    '48xlarge 24 64 192 393216, 4xlarge 8 40 16 32768, 8xlarge 10 40 32 65536, large 3 20 2 4096, medium ' +
    '2 4 1 2048, metal-24xl 16 64 96 196608, metal-48xl 24 64 192 393216, xlarge 4 20 4 8192',
  c8g:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '48xlarge 15 50 192 393216, 4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, large 3 10 2 4096, medium 2 ' +
    '4 1 2048, metal-24xl 15 50 96 196608, metal-48xl 15 50 192 393216, xlarge 4 15 4 8192',
  'c8g-flex':
    '12xlarge 8 30, 16xlarge 15 50, 2xlarge 4 15, 4xlarge 8 30, 8xlarge 8 30, large 3 10, medium 2 4, ' + 'xlarge 4 15',
  c8gb:
    '12xlarge 12 30 48 98304, 16xlarge 16 50 64 131072, 24xlarge 24 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '48xlarge 24 50 192 393216, 4xlarge 8 30 16 32768, 8xlarge 10 30 32 65536, large 3 10 2 4096, medium ' +
    '2 4 1 2048, metal-24xl 24 50 96 196608, metal-48xl 24 50 192 393216, xlarge 4 15 4 8192',
  c8gd:
    '12xlarge 8 30 48 98304, 16xlarge 15 50 64 131072, 24xlarge 15 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '48xlarge 15 50 192 393216, 4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, large 3 10 2 4096, medium 2 ' +
    '4 1 2048, metal-24xl 15 50 96 196608, metal-48xl 15 50 192 393216, xlarge 4 15 4 8192',
  c8gn:
    '12xlarge 12 30 48 98304, 16xlarge 16 50 64 131072, 24xlarge 24 50 96 196608, 2xlarge 4 15 8 16384, ' +
    '48xlarge 24 50 192 393216, 4xlarge 8 30 16 32768, 8xlarge 10 30 32 65536, large 3 10 2 4096, medium ' +
    '2 4 1 2048, metal-24xl 24 50 96 196608, metal-48xl 24 50 192 393216, xlarge 4 15 4 8192',
  c8i:
    '12xlarge 12 50 48 98304, 16xlarge 16 64 64 131072, 24xlarge 16 64 96 196608, 2xlarge 4 30 8 16384, ' +
    '32xlarge 24 64 128 262144, 48xlarge 24 64 192 393216, 4xlarge 8 50 16 32768, 8xlarge 10 50 32 65536, ' +
    '96xlarge 24 64 384 786432, large 3 20 2 4096, metal-48xl 24 64 192 393216, metal-96xl 24 64 384 ' +
    '786432, xlarge 4 30 4 8192',
  'c8i-flex':
    '12xlarge 12 50 48 98304, 16xlarge 16 64 64 131072, 2xlarge 4 30 8 16384, 4xlarge 8 50 16 32768, ' +
    '8xlarge 10 50 32 65536, large 3 20 2 4096, xlarge 4 30 4 8192',
  c8ib:
    '12xlarge 12 50 48 98304, 16xlarge 16 64 64 131072, 24xlarge 16 64 96 196608, 2xlarge 4 30 8 16384, ' +
    '32xlarge 16 64 128 262144, 48xlarge 24 64 192 393216, 4xlarge 8 50 16 32768, 8xlarge 8 50 32 65536, ' +
    '96xlarge 24 64 384 786432, large 4 20 2 4096, metal-48xl 24 64 192 393216, metal-96xl 24 64 384 ' +
    '786432, xlarge 4 30 4 8192',
  c8id:
    '12xlarge 12 50 48 98304, 16xlarge 16 64 64 131072, 24xlarge 16 64 96 196608, 2xlarge 4 30 8 16384, ' +
    '32xlarge 24 64 128 262144, 48xlarge 24 64 192 393216, 4xlarge 8 50 16 32768, 8xlarge 10 50 32 65536, ' +
    '96xlarge 24 64 384 786432, large 3 20 2 4096, metal-48xl 24 64 192 393216, metal-96xl 24 64 384 ' +
    '786432, xlarge 4 30 4 8192',
  c8in:
    '12xlarge 12 50 48 98304, 16xlarge 16 64 64 131072, 24xlarge 16 64 96 196608, 2xlarge 4 30 8 16384, ' +
    '32xlarge 16 64 128 262144, 48xlarge 24 64 192 393216, 4xlarge 8 50 16 32768, 8xlarge 8 50 32 65536, ' +
    '96xlarge 24 64 384 786432, large 4 20 2 4096, metal-48xl 24 64 192 393216, metal-96xl 24 64 384 ' +
    '786432, xlarge 4 30 4 8192',
  c8ine:
    '12xlarge 12 50 48 98304, 2xlarge 4 30 8 16384, 4xlarge 8 50 16 32768, 8xlarge 8 50 32 65536, large 4 ' +
    '20 2 4096, xlarge 4 30 4 8192',
  c9g:
    '12xlarge 12 50 48 98304, 16xlarge 16 64 64 131072, 24xlarge 24 64 96 196608, 2xlarge 4 30 8 16384, ' +
    '48xlarge 24 64 192 393216, 4xlarge 8 50 16 32768, 8xlarge 10 50 32 65536, large 3 20 2 4096, medium ' +
    '2 20 1 2048, metal-48xl 24 64 192 393216, xlarge 4 30 4 8192',
  c9gd:
    '12xlarge 12 50 48 98304, 16xlarge 16 64 64 131072, 24xlarge 24 64 96 196608, 2xlarge 4 30 8 16384, ' +
    '48xlarge 24 64 192 393216, 4xlarge 8 50 16 32768, 8xlarge 10 50 32 65536, large 3 20 2 4096, medium ' +
    '2 20 1 2048, metal-48xl 24 64 192 393216, xlarge 4 30 4 8192',
  d2: '2xlarge 4 15 8 62464, 4xlarge 8 30 16 124928, 8xlarge 8 30 36 249856, xlarge 4 15 4 31232',
  d3: '2xlarge 4 5 8 65536, 4xlarge 4 10 16 131072, 8xlarge 3 20 32 262144, xlarge 4 3 4 32768',
  d3en:
    '12xlarge 3 30 48 196608, 2xlarge 4 5 8 32768, 4xlarge 4 10 16 65536, 6xlarge 4 15 24 98304, 8xlarge ' +
    '4 20 32 131072, xlarge 4 3 4 16384',
  dl1: '24xlarge 60 50',
  dl2q: '24xlarge 15 50 96 786432',
  f1: '16xlarge 8 50, 2xlarge 4 15, 4xlarge 8 30',
  f2: '12xlarge 8 30 48 524288, 48xlarge 15 50 192 2097152, 6xlarge 8 30 24 262144',
  g4ad: '16xlarge 8 30, 2xlarge 2 4, 4xlarge 3 10, 8xlarge 4 15, xlarge 2 4',
  g4dn:
    '12xlarge 8 30 48 196608, 16xlarge 4 15 64 262144, 2xlarge 3 10 8 32768, 4xlarge 3 10 16 65536, ' +
    '8xlarge 4 15 32 131072, metal 15 50 96 393216, xlarge 3 10 4 16384',
  g5:
    '12xlarge 15 50 48 196608, 16xlarge 8 30 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '48xlarge 7 50 192 786432, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, xlarge 4 15 4 16384',
  g5g:
    '16xlarge 15 50 64 131072, 2xlarge 4 15 8 16384, 4xlarge 8 30 16 32768, 8xlarge 8 30 32 65536, metal ' +
    '15 50 64 131072, xlarge 4 15 4 8192',
  g6:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '48xlarge 15 50 192 786432, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, xlarge 4 15 4 16384',
  g6e:
    '12xlarge 10 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 20 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '48xlarge 40 50 192 1572864, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, xlarge 4 15 4 32768',
  g6f: '2xlarge 4 15 8 32768, 4xlarge 8 30 16 65536, large 2 10 2 8192, xlarge 4 15 4 16384',
  g7:
    '12xlarge 12 64 48 196608, 24xlarge 24 64 96 393216, 2xlarge 4 64 8 32768, 48xlarge 24 64 192 786432, ' +
    '4xlarge 8 64 16 65536, 8xlarge 10 64 32 131072',
  g7e:
    '12xlarge 10 64 48 524288, 24xlarge 20 64 96 1048576, 2xlarge 4 64 8 65536, 48xlarge 40 64 192 ' +
    '2097152, 4xlarge 8 64 16 131072, 8xlarge 8 64 32 262144',
  gr6: '4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144',
  gr6f: '4xlarge 8 30 16 131072',
  h1: '16xlarge 8 50 64 262144, 2xlarge 4 15 8 32768, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072',
  hpc7g: '16xlarge 4 50 64 131072, 4xlarge 4 50 16 131072, 8xlarge 4 50 32 131072',
  i2: '2xlarge 4 15 8 62464, 4xlarge 8 30 16 124928, 8xlarge 8 30 32 249856, xlarge 4 15 4 31232',
  i3:
    '16xlarge 15 50 64 499712, 2xlarge 4 15 8 62464, 4xlarge 8 30 16 124928, 8xlarge 8 30 32 249856, ' +
    'large 3 10 2 15616, metal 15 50, xlarge 4 15 4 31232',
  i3en:
    '12xlarge 8 30 48 393216, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, 3xlarge 4 15 12 98304, ' +
    '6xlarge 8 30 24 196608, large 3 10 2 16384, metal 15 50 96 786432, xlarge 4 15 4 32768',
  i4g:
    '16xlarge 15 50 64 524288, 2xlarge 4 15 8 65536, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, ' +
    'large 3 10 2 16384, xlarge 4 15 4 32768',
  i4i:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 30 96 786432, 2xlarge 4 15 8 65536, ' +
    '32xlarge 15 50 128 1048576, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, ' +
    'metal 15 50 128 1048576, xlarge 4 15 4 32768',
  i7i:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '48xlarge 15 50 192 1572864, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, ' +
    'metal-24xl 15 50 96 786432, metal-48xl 15 50 192 1572864, xlarge 4 15 4 32768',
  i7ie:
    '12xlarge 8 50 48 393216, 18xlarge 15 50 72 589824, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '3xlarge 4 15 12 98304, 48xlarge 15 50 192 1572864, 6xlarge 8 30 24 196608, large 3 10 2 16384, ' +
    'metal-24xl 15 50 96 786432, metal-48xl 15 50 192 1572864, xlarge 4 15 4 32768',
  i8g:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '48xlarge 15 50 192 1572864, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, ' +
    'metal-24xl 15 50 96 786432, metal-48xl 15 50 192 1572864, xlarge 4 15 4 32768',
  i8ge:
    '12xlarge 12 30 48 393216, 18xlarge 16 50 72 589824, 24xlarge 16 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '3xlarge 6 30 12 98304, 48xlarge 24 50 192 1572864, 6xlarge 10 30 24 196608, large 3 10 2 16384, ' +
    'metal-24xl 16 50 96 786432, metal-48xl 24 50 192 1572864, xlarge 4 15 4 32768',
  im4gn:
    '16xlarge 15 50 64 262144, 2xlarge 4 15 8 32768, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large ' +
    '3 10 2 8192, xlarge 4 15 4 16384',
  inf1: '24xlarge 11 30 96 196608, 2xlarge 4 10 8 16384, 6xlarge 8 30 24 49152, xlarge 4 10 4 8192',
  inf2: '24xlarge 15 50 96 393216, 48xlarge 15 50 192 786432, 8xlarge 8 30 32 131072, xlarge 4 15 4 16384',
  is4gen:
    '2xlarge 4 15 8 49152, 4xlarge 8 30 16 98304, 8xlarge 8 30 32 196608, large 3 10 2 12288, medium 2 4 ' +
    '1 6144, xlarge 4 15 4 24576',
  m1: 'large 3 10 2 7680, medium 2 6 1 3788, small 2 4 1 1740, xlarge 4 15 4 15360',
  m2: '2xlarge 4 30 4 35020, 4xlarge 8 30 8 70041, xlarge 4 15 2 17510',
  m3: '2xlarge 4 30 8 30720, large 3 10 2 7680, medium 2 6 1 3840, xlarge 4 15 4 15360',
  m4:
    '10xlarge 8 30 40 163840, 16xlarge 8 30 64 262144, 2xlarge 4 15 8 32768, 4xlarge 8 30 16 65536, large ' +
    '2 10 2 8192, xlarge 4 15 4 16384',
  m5:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, metal 15 50 96 393216, xlarge 4 15 ' +
    '4 16384',
  m5a:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, xlarge 4 15 4 16384',
  m5ad:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, xlarge 4 15 4 16384',
  m5d:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, metal 15 50 96 393216, xlarge 4 15 ' +
    '4 16384',
  m5dn:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, metal 15 50 96 393216, xlarge 4 15 ' +
    '4 16384',
  m5n:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, metal 15 50 96 393216, xlarge 4 15 ' +
    '4 16384',
  m5zn:
    '12xlarge 15 50 48 196608, 2xlarge 4 15 8 32768, 3xlarge 8 30 12 49152, 6xlarge 8 30 24 98304, large ' +
    '3 10 2 8192, metal 15 50 48 196608, xlarge 4 15 4 16384',
  m6a:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '32xlarge 15 50 128 524288, 48xlarge 15 50 192 786432, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, ' +
    'large 3 10 2 8192, metal 15 50 192 786432, xlarge 4 15 4 16384',
  m6g:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 2xlarge 4 15 8 32768, 4xlarge 8 30 16 65536, ' +
    '8xlarge 8 30 32 131072, large 3 10 2 8192, medium 2 4 1 4096, metal 15 50 64 262144, xlarge 4 15 4 ' +
    '16384',
  m6gd:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 2xlarge 4 15 8 32768, 4xlarge 8 30 16 65536, ' +
    '8xlarge 8 30 32 131072, large 3 10 2 8192, medium 2 4 1 4096, metal 15 50 64 262144, xlarge 4 15 4 ' +
    '16384',
  m6i:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '32xlarge 15 50 128 524288, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, metal ' +
    '15 50 128 524288, xlarge 4 15 4 16384',
  m6id:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '32xlarge 15 50 128 524288, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, metal ' +
    '15 50 128 524288, xlarge 4 15 4 16384',
  m6idn:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '32xlarge 16 50 128 524288, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, metal ' +
    '16 50 128 524288, xlarge 4 15 4 16384',
  m6in:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '32xlarge 16 50 128 524288, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, metal ' +
    '16 50 128 524288, xlarge 4 15 4 16384',
  m7a:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '32xlarge 15 50 128 524288, 48xlarge 15 50 192 786432, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, ' +
    'large 3 10 2 8192, medium 2 4 1 4096, metal-48xl 15 50 192 786432, xlarge 4 15 4 16384',
  m7g:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 2xlarge 4 15 8 32768, 4xlarge 8 30 16 65536, ' +
    '8xlarge 8 30 32 131072, large 3 10 2 8192, medium 2 4 1 4096, metal 15 50 64 262144, xlarge 4 15 4 ' +
    '16384',
  'm7g-flex': '2xlarge 4 15, 4xlarge 8 30, 8xlarge 8 30, large 3 10, medium 2 4, xlarge 4 15',
  m7gd:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 2xlarge 4 15 8 32768, 4xlarge 8 30 16 65536, ' +
    '8xlarge 8 30 32 131072, large 3 10 2 8192, medium 2 4 1 4096, metal 15 50 64 262144, xlarge 4 15 4 ' +
    '16384',
  m7i:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '48xlarge 15 50 192 786432, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, ' +
    'metal-24xl 15 50 96 393216, metal-48xl 15 50 192 786432, xlarge 4 15 4 16384',
  'm7i-flex':
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 2xlarge 4 15 8 32768, 4xlarge 8 30 16 65536, ' +
    '8xlarge 8 30 32 131072, large 3 10 2 8192, xlarge 4 15 4 16384',
  m8a:
    '12xlarge 12 64 48 196608, 16xlarge 16 64 64 262144, 24xlarge 16 64 96 393216, 2xlarge 4 40 8 32768, ' +
    '48xlarge 24 64 192 786432, 4xlarge 8 40 16 65536, 8xlarge 10 40 32 131072, large 3 20 2 8192, medium ' +
    '2 4 1 4096, metal-24xl 16 64 96 393216, metal-48xl 24 64 192 786432, xlarge 4 20 4 16384',
  m8azn:
    '12xlarge 16 64 48 196608, 24xlarge 16 64 96 393216, 3xlarge 8 40 12 49152, 6xlarge 8 40 24 98304, ' +
    'large 4 20 2 8192, medium 3 4 1 4096, metal-12xl 16 64 48 196608, metal-24xl 16 64 96 393216, xlarge ' +
    '4 20 4 16384',
  m8g:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '48xlarge 15 50 192 786432, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, medium ' +
    '2 4 1 4096, metal-24xl 15 50 96 393216, metal-48xl 15 50 192 786432, xlarge 4 15 4 16384',
  'm8g-flex':
    '12xlarge 8 30, 16xlarge 15 50, 2xlarge 4 15, 4xlarge 8 30, 8xlarge 8 30, large 3 10, medium 2 4, ' + 'xlarge 4 15',
  m8gb:
    '12xlarge 12 30 48 196608, 16xlarge 16 50 64 262144, 24xlarge 24 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '48xlarge 24 50 192 786432, 4xlarge 8 30 16 65536, 8xlarge 10 30 32 131072, large 3 10 2 8192, medium ' +
    '2 4 1 4096, metal-24xl 24 50 96 393216, metal-48xl 24 50 192 786432, xlarge 4 15 4 16384',
  m8gd:
    '12xlarge 8 30 48 196608, 16xlarge 15 50 64 262144, 24xlarge 15 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '48xlarge 15 50 192 786432, 4xlarge 8 30 16 65536, 8xlarge 8 30 32 131072, large 3 10 2 8192, medium ' +
    '2 4 1 4096, metal-24xl 15 50 96 393216, metal-48xl 15 50 192 786432, xlarge 4 15 4 16384',
  m8gn:
    '12xlarge 12 30 48 196608, 16xlarge 16 50 64 262144, 24xlarge 24 50 96 393216, 2xlarge 4 15 8 32768, ' +
    '48xlarge 24 50 192 786432, 4xlarge 8 30 16 65536, 8xlarge 10 30 32 131072, large 3 10 2 8192, medium ' +
    '2 4 1 4096, metal-24xl 24 50 96 393216, metal-48xl 24 50 192 786432, xlarge 4 15 4 16384',
  m8i:
    '12xlarge 12 50 48 196608, 16xlarge 16 64 64 262144, 24xlarge 16 64 96 393216, 2xlarge 4 30 8 32768, ' +
    '32xlarge 24 64 128 524288, 48xlarge 24 64 192 786432, 4xlarge 8 50 16 65536, 8xlarge 10 50 32 131072, ' +
    '96xlarge 24 64 384 1572864, large 3 20 2 8192, metal-48xl 24 64 192 786432, metal-96xl 24 64 384 ' +
    '1572864, xlarge 4 30 4 16384',
  'm8i-flex':
    '12xlarge 12 50 48 196608, 16xlarge 16 64 64 262144, 2xlarge 4 30 8 32768, 4xlarge 8 50 16 65536, ' +
    '8xlarge 10 50 32 131072, large 3 20 2 8192, xlarge 4 30 4 16384',
  m8ib:
    '12xlarge 12 50 48 196608, 16xlarge 16 64 64 262144, 24xlarge 16 64 96 393216, 2xlarge 4 30 8 32768, ' +
    '32xlarge 16 64 128 524288, 48xlarge 24 64 192 786432, 4xlarge 8 50 16 65536, 8xlarge 8 50 32 131072, ' +
    '96xlarge 24 64 384 1572864, large 4 20 2 8192, metal-48xl 24 64 192 786432, metal-96xl 24 64 384 ' +
    '1572864, xlarge 4 30 4 16384',
  m8id:
    '12xlarge 12 50 48 196608, 16xlarge 16 64 64 262144, 24xlarge 16 64 96 393216, 2xlarge 4 30 8 32768, ' +
    '32xlarge 24 64 128 524288, 48xlarge 24 64 192 786432, 4xlarge 8 50 16 65536, 8xlarge 10 50 32 131072, ' +
    '96xlarge 24 64 384 1572864, large 3 20 2 8192, metal-48xl 24 64 192 786432, metal-96xl 24 64 384 ' +
    '1572864, xlarge 4 30 4 16384',
  m8idb:
    '12xlarge 12 50 48 196608, 16xlarge 16 64 64 262144, 24xlarge 16 64 96 393216, 2xlarge 4 30 8 32768, ' +
    '32xlarge 16 64 128 524288, 48xlarge 24 64 192 786432, 4xlarge 8 50 16 65536, 8xlarge 8 50 32 131072, ' +
    '96xlarge 24 64 384 1572864, large 4 20 2 8192, metal-48xl 24 64 192 786432, metal-96xl 24 64 384 ' +
    '1572864, xlarge 4 30 4 16384',
  m8idn:
    '12xlarge 12 50 48 196608, 16xlarge 16 64 64 262144, 24xlarge 16 64 96 393216, 2xlarge 4 30 8 32768, ' +
    '32xlarge 16 64 128 524288, 48xlarge 24 64 192 786432, 4xlarge 8 50 16 65536, 8xlarge 8 50 32 131072, ' +
    '96xlarge 24 64 384 1572864, large 4 20 2 8192, metal-48xl 24 64 192 786432, metal-96xl 24 64 384 ' +
    '1572864, xlarge 4 30 4 16384',
  m8in:
    '12xlarge 12 50 48 196608, 16xlarge 16 64 64 262144, 24xlarge 16 64 96 393216, 2xlarge 4 30 8 32768, ' +
    '32xlarge 16 64 128 524288, 48xlarge 24 64 192 786432, 4xlarge 8 50 16 65536, 8xlarge 8 50 32 131072, ' +
    '96xlarge 24 64 384 1572864, large 4 20 2 8192, metal-48xl 24 64 192 786432, metal-96xl 24 64 384 ' +
    '1572864, xlarge 4 30 4 16384',
  m8ine:
    '12xlarge 12 50 48 196608, 2xlarge 4 30 8 32768, 4xlarge 8 50 16 65536, 8xlarge 8 50 32 131072, large ' +
    '4 20 2 8192, xlarge 4 30 4 16384',
  m9g:
    '12xlarge 12 50 48 196608, 16xlarge 16 64 64 262144, 24xlarge 24 64 96 393216, 2xlarge 4 30 8 32768, ' +
    '48xlarge 24 64 192 786432, 4xlarge 8 50 16 65536, 8xlarge 10 50 32 131072, large 3 20 2 8192, medium ' +
    '2 20 1 4096, metal-48xl 24 64 192 786432, xlarge 4 30 4 16384',
  m9gd:
    '12xlarge 12 50 48 196608, 16xlarge 16 64 64 262144, 24xlarge 24 64 96 393216, 2xlarge 4 30 8 32768, ' +
    '48xlarge 24 64 192 786432, 4xlarge 8 50 16 65536, 8xlarge 10 50 32 131072, large 3 20 2 8192, medium ' +
    '2 20 1 4096, metal-48xl 24 64 192 786432, xlarge 4 30 4 16384',
  'mac-m3ultra': 'metal 8 30 28 262144',
  'mac-m4': 'metal 8 30 10 24576',
  'mac-m4max': 'metal 8 30 16 131072',
  'mac-m4pro': 'metal 8 30 14 49152',
  mac1: 'metal 8 30 12 32768',
  mac2: 'metal 8 30 8 16384',
  'mac2-m1ultra': 'metal 8 30 20 131072',
  'mac2-m2': 'metal 8 30 8 24576',
  'mac2-m2pro': 'metal 8 30 12 32768',
  p3: '16xlarge 8 30, 2xlarge 4 15, 8xlarge 8 30',
  p3dn: '24xlarge 15 50 96 786432',
  p4d: '24xlarge 60 50 96 1179648',
  p4de: '24xlarge 60 50 96 1179648',
  p5: '48xlarge 64 50 192 2097152, 4xlarge 4 30 16 262144',
  p5e: '48xlarge 64 50 192 2097152',
  p5en: '48xlarge 64 50 192 2097152',
  'p6-b200': '48xlarge 32 50 192 2097152',
  'p6-b300': '48xlarge 68 50 192 4194304',
  r3:
    '2xlarge 4 15 8 62464, 4xlarge 8 30 16 124928, 8xlarge 8 30 32 249856, large 3 10 2 15360, xlarge 4 ' +
    '15 4 31232',
  r4:
    '16xlarge 15 50 64 499712, 2xlarge 4 15 8 62464, 4xlarge 8 30 16 124928, 8xlarge 8 30 32 249856, ' +
    'large 3 10 2 15616, xlarge 4 15 4 31232',
  r5:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, metal 15 50 96 786432, xlarge 4 ' +
    '15 4 32768',
  r5a:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, xlarge 4 15 4 32768',
  r5ad:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, xlarge 4 15 4 32768',
  r5b:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, metal 15 50 96 786432, xlarge 4 ' +
    '15 4 32768',
  r5d:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, metal 15 50 96 786432, xlarge 4 ' +
    '15 4 32768',
  r5dn:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, metal 15 50 96 786432, xlarge 4 ' +
    '15 4 32768',
  r5n:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, metal 15 50 96 786432, xlarge 4 ' +
    '15 4 32768',
  r6a:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '32xlarge 15 50 128 1048576, 48xlarge 15 50 192 1572864, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 ' +
    '262144, large 3 10 2 16384, metal 15 50 192 1572864, xlarge 4 15 4 32768',
  r6g:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 2xlarge 4 15 8 65536, 4xlarge 8 30 16 131072, ' +
    '8xlarge 8 30 32 262144, large 3 10 2 16384, medium 2 4 1 8192, metal 15 50 64 524288, xlarge 4 15 4 ' +
    '32768',
  r6gd:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 2xlarge 4 15 8 65536, 4xlarge 8 30 16 131072, ' +
    '8xlarge 8 30 32 262144, large 3 10 2 16384, medium 2 4 1 8192, metal 15 50 64 524288, xlarge 4 15 4 ' +
    '32768',
  r6i:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '32xlarge 15 50 128 1048576, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, ' +
    'metal 15 50 128 1048576, xlarge 4 15 4 32768',
  r6id:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '32xlarge 15 50 128 1048576, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, ' +
    'metal 15 50 128 1048576, xlarge 4 15 4 32768',
  r6idn:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '32xlarge 16 50 128 1048576, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, ' +
    'metal 16 50 128 1048576, xlarge 4 15 4 32768',
  r6in:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '32xlarge 16 50 128 1048576, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, ' +
    'metal 16 50 128 1048576, xlarge 4 15 4 32768',
  r7a:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '32xlarge 15 50 128 1048576, 48xlarge 15 50 192 1572864, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 ' +
    '262144, large 3 10 2 16384, medium 2 4 1 8192, metal-48xl 15 50 192 1572864, xlarge 4 15 4 32768',
  r7g:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 2xlarge 4 15 8 65536, 4xlarge 8 30 16 131072, ' +
    '8xlarge 8 30 32 262144, large 3 10 2 16384, medium 2 4 1 8192, metal 15 50 64 524288, xlarge 4 15 4 ' +
    '32768',
  r7gd:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 2xlarge 4 15 8 65536, 4xlarge 8 30 16 131072, ' +
    '8xlarge 8 30 32 262144, large 3 10 2 16384, medium 2 4 1 8192, metal 15 50 64 524288, xlarge 4 15 4 ' +
    '32768',
  r7i:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '48xlarge 15 50 192 1572864, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, ' +
    'metal-24xl 15 50 96 786432, metal-48xl 15 50 192 1572864, xlarge 4 15 4 32768',
  r7iz:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 2xlarge 4 15 8 65536, 32xlarge 15 50 128 1048576, ' +
    '4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, metal-16xl 15 50 64 524288, ' +
    'metal-32xl 15 50 128 1048576, xlarge 4 15 4 32768',
  r8a:
    '12xlarge 12 64 48 393216, 16xlarge 16 64 64 524288, 24xlarge 16 64 96 786432, 2xlarge 4 40 8 65536, ' +
    '48xlarge 24 64 192 1572864, 4xlarge 8 40 16 131072, 8xlarge 10 40 32 262144, large 3 20 2 16384, ' +
    'medium 2 4 1 8192, metal-24xl 16 64 96 786432, metal-48xl 24 64 192 1572864, xlarge 4 20 4 32768',
  r8g:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '48xlarge 15 50 192 1572864, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, ' +
    'medium 2 4 1 8192, metal-24xl 15 50 96 786432, metal-48xl 15 50 192 1572864, xlarge 4 15 4 32768',
  r8gb:
    '12xlarge 12 30 48 393216, 16xlarge 16 50 64 524288, 24xlarge 24 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '48xlarge 24 50 192 1572864, 4xlarge 8 30 16 131072, 8xlarge 10 30 32 262144, large 3 10 2 16384, ' +
    'medium 2 4 1 8192, metal-24xl 24 50 96 786432, metal-48xl 24 50 192 1572864, xlarge 4 15 4 32768',
  r8gd:
    '12xlarge 8 30 48 393216, 16xlarge 15 50 64 524288, 24xlarge 15 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '48xlarge 15 50 192 1572864, 4xlarge 8 30 16 131072, 8xlarge 8 30 32 262144, large 3 10 2 16384, ' +
    'medium 2 4 1 8192, metal-24xl 15 50 96 786432, metal-48xl 15 50 192 1572864, xlarge 4 15 4 32768',
  r8gn:
    '12xlarge 12 30 48 393216, 16xlarge 16 50 64 524288, 24xlarge 24 50 96 786432, 2xlarge 4 15 8 65536, ' +
    '48xlarge 24 50 192 1572864, 4xlarge 8 30 16 131072, 8xlarge 10 30 32 262144, large 3 10 2 16384, ' +
    'medium 2 4 1 8192, metal-24xl 24 50 96 786432, metal-48xl 24 50 192 1572864, xlarge 4 15 4 32768',
  r8i:
    '12xlarge 12 50 48 393216, 16xlarge 16 64 64 524288, 24xlarge 16 64 96 786432, 2xlarge 4 30 8 65536, ' +
    '32xlarge 24 64 128 1048576, 48xlarge 24 64 192 1572864, 4xlarge 8 50 16 131072, 8xlarge 10 50 32 ' +
    '262144, 96xlarge 24 64 384 3145728, large 3 20 2 16384, metal-48xl 24 64 192 1572864, metal-96xl 24 ' +
    '64 384 3145728, xlarge 4 30 4 32768',
  'r8i-flex':
    '12xlarge 12 50 48 393216, 16xlarge 16 64 64 524288, 2xlarge 4 30 8 65536, 4xlarge 8 50 16 131072, ' +
    '8xlarge 10 50 32 262144, large 3 20 2 16384, xlarge 4 30 4 32768',
  r8ib:
    '12xlarge 12 50 48 393216, 16xlarge 16 64 64 524288, 24xlarge 16 64 96 786432, 2xlarge 4 30 8 65536, ' +
    '32xlarge 16 64 128 1048576, 48xlarge 24 64 192 1572864, 4xlarge 8 50 16 131072, 8xlarge 8 50 32 ' +
    '262144, 96xlarge 24 64 384 3145728, large 4 20 2 16384, metal-48xl 24 64 192 1572864, metal-96xl 24 ' +
    '64 384 3145728, xlarge 4 30 4 32768',
  r8id:
    '12xlarge 12 50 48 393216, 16xlarge 16 64 64 524288, 24xlarge 16 64 96 786432, 2xlarge 4 30 8 65536, ' +
    '32xlarge 24 64 128 1048576, 48xlarge 24 64 192 1572864, 4xlarge 8 50 16 131072, 8xlarge 10 50 32 ' +
    '262144, 96xlarge 24 64 384 3145728, large 3 20 2 16384, metal-48xl 24 64 192 1572864, metal-96xl 24 ' +
    '64 384 3145728, xlarge 4 30 4 32768',
  r8idb:
    '12xlarge 12 50 48 393216, 16xlarge 16 64 64 524288, 24xlarge 16 64 96 786432, 2xlarge 4 30 8 65536, ' +
    '32xlarge 16 64 128 1048576, 48xlarge 24 64 192 1572864, 4xlarge 8 50 16 131072, 8xlarge 8 50 32 ' +
    '262144, 96xlarge 24 64 384 3145728, large 4 20 2 16384, metal-48xl 24 64 192 1572864, metal-96xl 24 ' +
    '64 384 3145728, xlarge 4 30 4 32768',
  r8idn:
    '12xlarge 12 50 48 393216, 16xlarge 16 64 64 524288, 24xlarge 16 64 96 786432, 2xlarge 4 30 8 65536, ' +
    '32xlarge 16 64 128 1048576, 48xlarge 24 64 192 1572864, 4xlarge 8 50 16 131072, 8xlarge 8 50 32 ' +
    '262144, 96xlarge 24 64 384 3145728, large 4 20 2 16384, metal-48xl 24 64 192 1572864, metal-96xl 24 ' +
    '64 384 3145728, xlarge 4 30 4 32768',
  r8in:
    '12xlarge 12 50 48 393216, 16xlarge 16 64 64 524288, 24xlarge 16 64 96 786432, 2xlarge 4 30 8 65536, ' +
    '32xlarge 16 64 128 1048576, 48xlarge 24 64 192 1572864, 4xlarge 8 50 16 131072, 8xlarge 8 50 32 ' +
    '262144, 96xlarge 24 64 384 3145728, large 4 20 2 16384, metal-48xl 24 64 192 1572864, metal-96xl 24 ' +
    '64 384 3145728, xlarge 4 30 4 32768',
  r9g:
    '12xlarge 12 50 48 393216, 16xlarge 16 64 64 524288, 24xlarge 24 64 96 786432, 2xlarge 4 30 8 65536, ' +
    '48xlarge 24 64 192 1572864, 4xlarge 8 50 16 131072, 8xlarge 10 50 32 262144, large 3 20 2 16384, ' +
    'medium 2 20 1 8192, metal-48xl 24 64 192 1572864, xlarge 4 30 4 32768',
  r9gd:
    '12xlarge 12 50 48 393216, 16xlarge 16 64 64 524288, 24xlarge 24 64 96 786432, 2xlarge 4 30 8 65536, ' +
    '48xlarge 24 64 192 1572864, 4xlarge 8 50 16 131072, 8xlarge 10 50 32 262144, large 3 20 2 16384, ' +
    'medium 2 20 1 8192, metal-48xl 24 64 192 1572864, xlarge 4 30 4 32768',
  t1: 'micro 2 2 1 627',
  t2:
    '2xlarge 3 15 8 32768, large 3 12 2 8192, medium 3 6 2 4096, micro 2 2 1 1024, nano 2 2 1 512, small ' +
    '3 4 1 2048, xlarge 3 15 4 16384',
  t3:
    '2xlarge 4 15 8 32768, large 3 12 2 8192, medium 3 6 2 4096, micro 2 2 2 1024, nano 2 2 2 512, small ' +
    '3 4 2 2048, xlarge 4 15 4 16384',
  t3a:
    '2xlarge 4 15 8 32768, large 3 12 2 8192, medium 3 6 2 4096, micro 2 2 2 1024, nano 2 2 2 512, small ' +
    '2 4 2 2048, xlarge 4 15 4 16384',
  t4g:
    '2xlarge 4 15 8 32768, large 3 12 2 8192, medium 3 6 2 4096, micro 2 2 2 1024, nano 2 2 2 512, small ' +
    '3 4 2 2048, xlarge 4 15 4 16384',
  trn1: '2xlarge 4 15 8 32768, 32xlarge 40 50 128 524288',
  trn1n: '32xlarge 80 50 128 524288',
  'u-3tb1': '56xlarge 8 30 224 3145728',
  'u-6tb1': '112xlarge 15 50 448 6291456, 56xlarge 15 50 224 6291456',
  'u7i-12tb': '224xlarge 15 50 896 12582912',
  'u7i-6tb': '112xlarge 15 50 448 6291456',
  'u7i-8tb': '112xlarge 15 50 448 8388608',
  'u7in-16tb': '224xlarge 16 50 896 16777216',
  'u7in-24tb': '224xlarge 16 50 896 25165824',
  'u7in-32tb': '224xlarge 16 50 896 33554432',
  vt1: '24xlarge 15 50 96 196608, 3xlarge 4 15 12 24576, 6xlarge 8 30 24 49152',
  x1: '16xlarge 8 30 64 999424, 32xlarge 8 30 128 1998848',
  x1e:
    '16xlarge 8 30 64 1998848, 2xlarge 4 15 8 249856, 32xlarge 8 30 128 3997696, 4xlarge 4 15 16 499712, ' +
    '8xlarge 4 15 32 999424, xlarge 3 10 4 124928',
  x2gd:
    '12xlarge 8 30 48 786432, 16xlarge 15 50 64 1048576, 2xlarge 4 15 8 131072, 4xlarge 8 30 16 262144, ' +
    '8xlarge 8 30 32 524288, large 3 10 2 32768, medium 2 4 1 16384, metal 15 50 64 1048576, xlarge 4 15 ' +
    '4 65536',
  x2idn:
    '16xlarge 15 50 64 1048576, 24xlarge 15 50 96 1572864, 32xlarge 15 50 128 2097152, metal 15 50 128 ' + '2097152',
  x2iedn:
    '16xlarge 15 50 64 2097152, 24xlarge 15 50 96 3145728, 2xlarge 4 15 8 262144, 32xlarge 15 50 128 ' +
    '4194304, 4xlarge 8 30 16 524288, 8xlarge 8 30 32 1048576, metal 15 50 128 4194304, xlarge 4 15 4 ' +
    '131072',
  x2iezn:
    '12xlarge 15 50 48 1572864, 2xlarge 4 15 8 262144, 4xlarge 8 30 16 524288, 6xlarge 8 30 24 786432, ' +
    '8xlarge 8 30 32 1048576, metal 15 50 48 1572864',
  x8aedz:
    '12xlarge 16 64 48 1572864, 24xlarge 16 64 96 3145728, 3xlarge 8 40 12 393216, 6xlarge 8 40 24 786432, ' +
    'large 4 20 2 65536, metal-12xl 16 64 48 1572864, metal-24xl 16 64 96 3145728, xlarge 4 20 4 131072',
  x8g:
    '12xlarge 8 30 48 786432, 16xlarge 15 50 64 1048576, 24xlarge 15 50 96 1572864, 2xlarge 4 15 8 131072, ' +
    '48xlarge 15 50 192 3145728, 4xlarge 8 30 16 262144, 8xlarge 8 30 32 524288, large 3 10 2 32768, ' +
    'medium 2 4 1 16384, metal-24xl 15 50 96 1572864, metal-48xl 15 50 192 3145728, xlarge 4 15 4 65536',
  x8i:
    '12xlarge 12 50 48 786432, 16xlarge 16 64 64 1048576, 24xlarge 16 64 96 1572864, 2xlarge 4 30 8 ' +
    '131072, 32xlarge 24 64 128 2097152, 48xlarge 24 64 192 3145728, 4xlarge 8 50 16 262144, 64xlarge 24 ' +
    '64 256 4194304, 8xlarge 10 50 32 524288, 96xlarge 24 64 384 6291456, large 3 20 2 32768, metal-48xl ' +
    '24 64 192 3145728, metal-96xl 24 64 384 6291456, xlarge 4 30 4 65536',
  z1d:
    '12xlarge 15 50 48 393216, 2xlarge 4 15 8 65536, 3xlarge 8 30 12 98304, 6xlarge 8 30 24 196608, large ' +
    '3 10 2 16384, metal 15 50 48 393216, xlarge 4 15 4 32768',
};
