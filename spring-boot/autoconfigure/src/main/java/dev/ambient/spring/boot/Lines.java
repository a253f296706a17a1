/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.util.ClassUtils;

/** Finds a line in a class file, where there is one: what has run is in no stack trace any more. */
final class Lines {

    private Lines() {}

    /** Returns where a method begins, as a stack trace has it, after a blank; nothing if that cannot be found. */
    static String ofMethod(@Nullable ClassLoader loader, String className, String method) {
        return of(loader, className, method, null);
    }

    /** Returns where a field is written. */
    static String ofField(@Nullable ClassLoader loader, String className, String field) {
        return of(loader, className, null, field);
    }

    private static String of(
            @Nullable ClassLoader loader, String className, @Nullable String method, @Nullable String field) {
        String file = className.replace('.', '/') + ".class";
        ClassLoader where = loader == null ? ClassUtils.getDefaultClassLoader() : loader;
        try (InputStream bytes = where == null ? null : where.getResourceAsStream(file)) {
            if (bytes == null) {
                return "";
            }
            Finder finder = new Finder(method, field);
            new ClassReader(bytes).accept(finder, ClassReader.SKIP_FRAMES);
            return finder.method == null
                    ? ""
                    : " at " + new StackTraceElement(className, finder.method, finder.source, finder.line);
        } catch (IOException | RuntimeException e) { // of a newer Java than Spring can read
            return "";
        }
    }

    /** Stops at the first. */
    private static final class Finder extends ClassVisitor {

        private final @Nullable String wantedMethod;
        private final @Nullable String wantedField;

        @Nullable
        String source;

        @Nullable
        String method;

        int line;

        Finder(@Nullable String wantedMethod, @Nullable String wantedField) {
            super(SpringAsmInfo.ASM_VERSION);
            this.wantedMethod = wantedMethod;
            this.wantedField = wantedField;
        }

        @Override
        public void visitSource(@Nullable String source, @Nullable String debug) {
            this.source = source;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (method != null || (wantedMethod != null && !wantedMethod.equals(name))) {
                return null;
            }
            return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {
                private int current;

                @Override
                public void visitLineNumber(int number, Label start) {
                    current = number;
                    if (wantedField == null && method == null) {
                        found(name, number);
                    }
                }

                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    if (opcode == Opcodes.PUTFIELD && field.equals(wantedField) && method == null) {
                        found(name, current);
                    }
                }
            };
        }

        private void found(String name, int number) {
            method = name;
            line = number;
        }
    }
}
