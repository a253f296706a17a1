/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Carries ambient values through Kotlin's coroutines.
 *
 * <p>Start with {@code withAmbient} and {@code asContextElement}.
 */
module dev.ambient.kotlin {
    requires transitive dev.ambient;
    requires transitive kotlin.stdlib;
    requires transitive kotlinx.coroutines.core;
    requires static kotlinx.coroutines.reactor;
    requires static reactor.core;

    exports dev.ambient.kotlin;
}
