import { settingNames } from '@inference-gitops/service/config.js';
import test from 'ava';
import { serviceSettings } from '../../generator/environment/schema/service-settings.js';

test("the generator knows the service's settings: keep service-settings.ts equal to the settings of config.ts", (t) => {
  t.deepEqual([...serviceSettings], [...settingNames].sort());
});
