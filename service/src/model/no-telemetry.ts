/** An inference service calls nobody that its owner didn't name. Who wants the reports sets the variable to 0. */
process.env['ORT_DISABLE_TELEMETRY'] ??= '1';
