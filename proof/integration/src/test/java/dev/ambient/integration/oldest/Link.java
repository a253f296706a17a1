/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.oldest;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * What one class names of another: the class itself, or a method or field of it.
 *
 * @param owner the class that is named
 * @param member the method or field, {@code null} for the class alone
 * @param descriptor of the member, as class files have it
 */
record Link(String owner, String member, String descriptor) {

    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int FLOAT = 4;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int FIELD = 9;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;
    private static final int DYNAMIC = 17;
    private static final int INVOKE_DYNAMIC = 18;

    /** What a class file names, other than arrays and classes of the JDK. */
    static List<Link> of(InputStream classFile) throws IOException {
        DataInputStream in = new DataInputStream(classFile);
        in.skipNBytes(8); // magic and version
        int size = in.readUnsignedShort();
        int[] tag = new int[size];
        String[] text = new String[size];
        int[] first = new int[size];
        int[] second = new int[size];
        for (int i = 1; i < size; i++) { // JVM specification, 4.4
            tag[i] = in.readUnsignedByte();
            switch (tag[i]) {
                case UTF8 -> text[i] = in.readUTF();
                case INTEGER, FLOAT -> in.skipNBytes(4);
                case LONG, DOUBLE -> {
                    in.skipNBytes(8);
                    i++; // takes two places
                }
                case FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE, DYNAMIC, INVOKE_DYNAMIC -> {
                    first[i] = in.readUnsignedShort();
                    second[i] = in.readUnsignedShort();
                }
                case METHOD_HANDLE -> in.skipNBytes(3);
                default -> first[i] = in.readUnsignedShort(); // a class, text, method type, module or package
            }
        }
        List<Link> links = new ArrayList<>();
        for (int i = 1; i < size; i++) {
            boolean member = tag[i] == FIELD || tag[i] == METHOD || tag[i] == INTERFACE_METHOD;
            if (member || tag[i] == CLASS) {
                String owner = text[member ? first[first[i]] : first[i]].replace('/', '.');
                if (!owner.startsWith("[") && !owner.matches("(java|jdk)\\..*")) {
                    links.add(
                            member
                                    ? new Link(owner, text[first[second[i]]], text[second[second[i]]])
                                    : new Link(owner, null, null));
                }
            }
        }
        return links;
    }

    /** Whether it is there for classes of a loader, as the JVM looks for it when it is first used. */
    boolean resolves(ClassLoader loader) {
        try {
            Class<?> type = Class.forName(owner, false, loader);
            return member == null || resolves(MethodHandles.privateLookupIn(type, MethodHandles.lookup()), loader);
        } catch (ReflectiveOperationException | LinkageError e) {
            return false;
        }
    }

    private boolean resolves(Lookup lookup, ClassLoader loader) throws IllegalAccessException {
        if (!descriptor.startsWith("(")) {
            Class<?> type = MethodType.fromMethodDescriptorString("()" + descriptor, loader)
                    .returnType();
            return found(() -> lookup.findGetter(lookup.lookupClass(), member, type))
                    || found(() -> lookup.findStaticGetter(lookup.lookupClass(), member, type));
        }
        MethodType type = MethodType.fromMethodDescriptorString(descriptor, loader);
        if (member.equals("<init>")) {
            return found(() -> lookup.findConstructor(lookup.lookupClass(), type));
        }
        return found(() -> lookup.findVirtual(lookup.lookupClass(), member, type))
                || found(() -> lookup.findStatic(lookup.lookupClass(), member, type));
    }

    private interface Look {
        Object take() throws NoSuchFieldException, NoSuchMethodException, IllegalAccessException;
    }

    private static boolean found(Look look) {
        try {
            look.take();
            return true;
        } catch (NoSuchFieldException | NoSuchMethodException | IllegalAccessException e) {
            return false; // as well when it is static and should not be, or the other way round
        }
    }

    @Override
    public String toString() {
        return member == null ? owner : owner + "." + member + " " + descriptor;
    }
}
