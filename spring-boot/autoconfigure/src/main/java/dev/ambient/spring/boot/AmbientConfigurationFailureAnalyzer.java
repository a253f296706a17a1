/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a wrong configuration as a description and an action, without a stack trace. */
final class AmbientConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<AmbientConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, AmbientConfigurationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
