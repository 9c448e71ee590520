import { finding, type Rule, sourcesOf, textAt, warning } from '../model.js';

/** What runs is written down: a moving revision changes the cluster without a commit. */
export const revision: Rule = ({ applications }) =>
  applications.flatMap((application) =>
    sourcesOf(application).flatMap(({ source, path }) => {
      const place = [...path, 'targetRevision'];
      const given = textAt(source, 'targetRevision');
      const isChart = textAt(source, 'chart') !== '';
      if (given === '' || given === 'HEAD') {
        const report = isChart ? finding : warning;
        return [
          report(
            application,
            'revision',
            place,
            isChart
              ? 'The version of the chart is missing.'
              : 'HEAD is whatever the default branch is: name a branch, a tag or a commit.',
          ),
        ];
      }
      const isRange = /[*^~><|\s]|(^|\.)x(\.|$)/i.test(given);
      return isRange ? [warning(application, 'revision', place, `"${given}" is a range: name one exact version.`)] : [];
    }),
  );
