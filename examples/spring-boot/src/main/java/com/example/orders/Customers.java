/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Who may order. */
@Component
class Customers implements ReactiveUserDetailsService {

    private static final Logger log = LoggerFactory.getLogger(Customers.class);

    private final DatabaseClient database;

    Customers(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<UserDetails> findByUsername(String name) {
        return database.sql("select password from customer where name = :name")
                .bind("name", name)
                .map(row -> {
                    log.info("{}: signs in", name);
                    return User.withUsername(name)
                            .password(row.get("password", String.class))
                            .roles("CUSTOMER")
                            .build();
                })
                .one();
    }
}
