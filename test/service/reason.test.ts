import { plainReason } from '@inference-gitops/service/model/reason.js';
import test from 'ava';

const SOURCE = '/onnxruntime_src/onnxruntime/core/providers/cpu';

const REASONS: readonly (readonly [string, string, string])[] = [
  [
    'a constructor with a lambda',
    `Exception during initialization: ${SOURCE}/text/string_normalizer.cc:235 ` +
      'onnxruntime::StringNormalizer::Locale::Locale(const std::string&)::<lambda()> Failed to construct locale\n',
    'Failed to construct locale',
  ],
  [
    'a template',
    `${SOURCE}/ml/tree_ensemble_attribute.h:75 onnxruntime::ml::detail::TreeEnsembleAttributesV3<ThresholdType>::` +
      'TreeEnsembleAttributesV3(const onnxruntime::OpKernelInfo&, bool) [with ThresholdType = float] n > 0 was false.',
    'n > 0 was false.',
  ],
  [
    'arguments that are functions',
    `${SOURCE}/a.cc:1 void onnxruntime::run(std::function<void(int)>, ` +
      'std::function<int(void (*)(int))>) const failed (1)',
    'failed (1)',
  ],
  [
    'a kernel of a run',
    `Non-zero status code returned while running Reshape node. Name:'r' Status Message: ${SOURCE}/reshape.h:45 ` +
      'onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&, bool) size was false. {16,3}',
    'size was false. {16,3}',
  ],
  ['a name without arguments', `D:\\a\\onnxruntime\\core\\session.cc:9 Run Bad things (sad)`, 'Bad things (sad)'],
  [
    'no place',
    'Fatal error: foo:Bar(-1) is not a registered function/op',
    'Fatal error: foo:Bar(-1) is not a registered function/op',
  ],
];

for (const [title, message, reason] of REASONS) {
  test(`the reason behind ${title} is told without it`, (t) => t.is(plainReason(new Error(message)), reason));
}
