/**
 * Carries ambient values into every callback of an RxJava 3 flow.
 *
 * <p>Start with {@link dev.ambient.rxjava3.RxJavaBridge}.
 */
@SuppressWarnings("module") // the 3 is RxJava's own: its packages and its module end in rxjava3
module dev.ambient.rxjava3 {
    requires static transitive org.jspecify;
    requires transitive dev.ambient;
    requires transitive io.reactivex.rxjava3;
    requires transitive org.reactivestreams;

    exports dev.ambient.rxjava3;
}
