// Written by tools/aws-data.ts: node build/tools/aws-data.js

/** Source: the partitions of @aws-sdk/core 3.981.0 on npm. */
export const regionsKnownOn = '2026-11-10';

export const partitions: readonly Readonly<Record<'name' | 'dnsSuffix' | 'regions', string>>[] = [
  {
    name: 'aws',
    dnsSuffix: 'amazonaws.com',
    regions:
      'af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ' +
      'ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ' +
      'ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 ' +
      'eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 ' +
      'sa-west-1 us-east-1 us-east-2 us-west-1 us-west-2',
  },
  { name: 'aws-cn', dnsSuffix: 'amazonaws.com.cn', regions: 'cn-north-1 cn-northwest-1' },
  { name: 'aws-eusc', dnsSuffix: 'amazonaws.eu', regions: 'eusc-de-east-1' },
  { name: 'aws-us-gov', dnsSuffix: 'amazonaws.com', regions: 'us-gov-east-1 us-gov-west-1' },
];
